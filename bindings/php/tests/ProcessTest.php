<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\PrivateKey;
use UserSig\Signer;
use UserSig\Verifier;

/** Several processes that were forked from one with keys loaded, as worker servers do (PHP has no threads here). */
final class ProcessTest extends TestCase
{
    public function testForkedWorkers(): void
    {
        $private = PrivateKey::fromPem(Cases::keyText('p256_private'));
        $v1 = new Signer(1400000000, $private);
        $v2 = new Signer(1400000000, Cases::key('secret'));
        $verifier = new Verifier(1400000000, [$private->publicKey(), Cases::key('secret')]);
        $v1->genSig('before');
        $children = [];
        for ($worker = 0; $worker < 8; $worker++) {
            $child = pcntl_fork();
            if ($child === 0) {
                $good = 0;
                try {
                    for ($i = 0; $i < 200; $i++) {
                        $user = "user-$worker-$i";
                        $good += $verifier->verify($v1->genSig($user), $user)->identifier === $user ? 1 : 0;
                        $good += $verifier->verify($v2->genSig($user), $user)->identifier === $user ? 1 : 0;
                    }
                    $good += count($v2->genSigBatch(range('a', 'z')));
                    unset($v1, $v2, $verifier, $private);
                } finally {
                    // Ends the child without PHPUnit's own end.
                    posix_kill(getmypid(), $good === 426 ? SIGKILL : SIGTERM);
                }
            }
            $children[] = $child;
        }
        foreach ($children as $child) {
            pcntl_waitpid($child, $status);
            self::assertTrue(pcntl_wifsignaled($status));
            self::assertSame(SIGKILL, pcntl_wtermsig($status));
        }
        self::assertSame('after', $verifier->verify($v2->genSig('after'), 'after')->identifier);
    }
}
