<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ArgumentException;
use UserSig\ErrorCode;
use UserSig\Signer;
use UserSig\UserSigSource;

/** A ticket that renews itself. */
final class SourceTest extends TestCase
{
    private const START = 1600000000;

    public function testItShowsNothingAndTakesAMomentOrThePresent(): void
    {
        $source = new UserSigSource(new Signer(1400000000, Cases::key('secret')), 'admin', 1000, minShare: 1);
        self::assertSame(0, $source->renewals());
        $ticket = $source->ticket(self::START);
        self::assertSame($ticket, $source->ticket((new \DateTimeImmutable())->setTimestamp(self::START)));
        self::assertStringNotContainsString($ticket, print_r($source, true) . var_export($source, true));
        self::assertNotSame($ticket, $source->ticket());
    }

    public function testMistakesAreToldAtOnce(): void
    {
        $signer = new Signer(1400000000, Cases::key('secret'));
        foreach ([
            [ErrorCode::InvalidArgument, fn () => new UserSigSource($signer, 'admin', minShare: NAN)],
            [ErrorCode::InvalidIdentifier, fn () => new UserSigSource($signer, '')],
            [ErrorCode::InvalidExpire, fn () => new UserSigSource($signer, 'admin', -1)],
        ] as [$code, $make]) {
            try {
                $make();
                self::fail($code->name);
            } catch (ArgumentException $e) {
                self::assertSame($code, $e->errorCode);
            }
        }
        $this->expectException(\TypeError::class);
        new UserSigSource($signer, 'admin', minShare: '1');
    }
}
