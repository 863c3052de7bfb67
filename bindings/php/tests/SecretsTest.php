<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use Tencent\TLSSigAPI;
use Tencent\TLSSigAPIv2;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Verifier;

/** Keys stay inside: not copied, not stored, not shown, and not in an error. */
final class SecretsTest extends TestCase
{
    /** @return iterable<string, array{object}> */
    public function holders(): iterable
    {
        $private = PrivateKey::fromPem(Cases::keyText('p256_private'));
        $secret = new SecretKey(Cases::keyText('secret'));
        $v1 = new TLSSigAPI();
        $v1->setAppid(1);
        $v1->setPrivateKey(Cases::keyText('p256_private'));
        $v1->genSig('a');
        $objects = [
            $private, $secret, $private->publicKey(), new Signer(1, $private), new Signer(1, $secret),
            new Verifier(1, [$private->publicKey(), $secret]), $v1, new TLSSigAPIv2(1, Cases::keyText('secret')),
        ];
        foreach ($objects as $i => $object) {
            yield "$i " . $object::class => [$object];
        }
    }

    /** @dataProvider holders */
    public function testNothingIsShown(object $object): void
    {
        ob_start();
        var_dump($object, [$object], (array) $object);
        print_r($object);
        var_export($object);
        echo json_encode($object);
        echo (string) new \ReflectionObject($object);
        $shown = ob_get_clean();
        foreach (['5bd2850f', 'BEGIN', 'MIGH', self::scalar()] as $part) {
            self::assertStringNotContainsString($part, $shown);
        }
        self::assertSame('{}', json_encode($object));
    }

    /** The private scalar's bytes, as hexadecimal digits stand in a dump. */
    private static function scalar(): string
    {
        $der = base64_decode(preg_replace('/-----[^-]+-----|\s/', '', Cases::keyText('p256_private')));
        return substr($der, 36, 16);
    }

    /** @dataProvider holders */
    public function testNotSerialized(object $object): void
    {
        $this->expectException(\Exception::class);
        $this->expectExceptionMessage('cannot be serialized');
        serialize($object);
    }

    /** @dataProvider holders */
    public function testNotCloned(object $object): void
    {
        if ($object instanceof TLSSigAPI || $object instanceof TLSSigAPIv2) {
            // As with the official classes; both share one signer, which is not copied.
            $copy = clone $object;
            self::assertNotSame('', $copy->genSig('a'));
            unset($copy);
            self::assertNotSame('', $object->genSig('a'));
            return;
        }
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('__clone()');
        clone $object;
    }

    /** @dataProvider holders */
    public function testNotUnserialized(object $object): void
    {
        $this->expectException(\LogicException::class);
        $this->expectExceptionMessage('cannot be unserialized');
        unserialize(sprintf('O:%d:"%s":1:{s:1:"x";i:1;}', strlen($object::class), $object::class));
    }

    /** Stack traces with arguments, as development servers show them. */
    public function testTracesHideTheirArguments(): void
    {
        ini_set('zend.exception_ignore_args', '0');
        $marked = 'PLAINTEXT-0123456789';
        $secret = new SecretKey('a');
        $v2 = new TLSSigAPIv2(1, 'a');
        foreach ([
            fn () => new SecretKey("-----BEGIN $marked"),
            fn () => PrivateKey::fromPem($marked),
            fn () => PublicKey::fromPem($marked),
            fn () => (new Signer(1, $secret))->genSig("$marked\n"),
            fn () => (new Signer(1, $secret))->genSig("a\n", userbuf: $marked),
            fn () => (new Verifier(1, $secret))->verify($marked, 'a'),
            fn () => (new Verifier(1, $secret))->verify('a', $marked),
            fn () => (new Verifier(1, $secret))->verify('a', 'b', $marked),
            fn () => $v2->genUserSig("$marked\n"),
            fn () => $v2->genPrivateMapKey("$marked\n", 1, 1, 1),
            fn () => (new TLSSigAPI())->setPrivateKey($marked),
            fn () => (new TLSSigAPIv2(1, "-----BEGIN $marked"))->genSig('a'),
        ] as $i => $call) {
            $exception = Cases::failure($call);
            $frames = array_filter($exception->getTrace(), fn (array $frame): bool => (bool) preg_match(
                '~^(UserSig|Tencent)\\\\(?!Tests)~',
                $frame['class'] ?? '',
            ));
            self::assertNotEmpty($frames);
            foreach (array_merge(...array_column($frames, 'args')) as $argument) {
                self::assertFalse(str_contains(is_string($argument) ? $argument : '', $marked), "call $i");
            }
            self::assertStringNotContainsString($marked, $exception->getMessage(), "call $i");
        }
    }
}
