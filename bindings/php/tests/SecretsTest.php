<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use Tencent\TLSSigAPI;
use Tencent\TLSSigAPIv2;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\SecretKey;
use UserSig\Room;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\Userbuf;
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

    /** The private scalar's bytes, as the hexadecimal digits of a dump. */
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

    /** What a program shows that dumps, exports, casts, encodes or walks a value. */
    private static function dump(mixed $value): string
    {
        ob_start();
        var_dump($value, (array) $value);
        print_r($value);
        print_r((array) $value);
        var_export($value);
        echo json_encode($value), json_encode((array) $value), http_build_query((array) $value);
        // As code within the class sees them.
        $value instanceof \stdClass || var_dump((fn () => get_object_vars($this))->call($value));
        foreach ($value as $property) {
            var_dump($property);
        }
        echo new \ReflectionObject($value);
        return ob_get_clean();
    }

    /** @return iterable<string, array{object}> */
    public function tickets(): iterable
    {
        foreach (['p256_private', 'secret'] as $name) {
            $key = Cases::key($name);
            $signer = new Signer(1, $key);
            $verifier = new Verifier(1, $key instanceof PrivateKey ? $key->publicKey() : $key);
            $ticket = $signer->genSig('somebody-special', userbuf: 'carried-bytes');
            yield "$name verified" => [$verifier->verify($ticket, 'somebody-special', Userbuf::Any)];
            yield "$name untrusted" => [UntrustedTicket::inspect($ticket)];
        }
        $permission = UntrustedTicket::inspect($signer->genPrivateMapKey('somebody-special', Room::name('parlour'), 255));
        yield 'with a permission' => [$permission];
        yield 'permission' => [$permission->privateMapKey];
    }

    /** @dataProvider tickets */
    public function testTicketsShowNeitherIdentifierNorUserbuf(object $ticket): void
    {
        $shown = self::dump($ticket) . self::dump(clone $ticket) . self::dump((object) ['ticket' => [$ticket]]);
        foreach (['somebody-special', 'carried', 'parlour', bin2hex('carried'), base64_encode('carried')] as $part) {
            self::assertStringNotContainsString($part, $shown);
        }
        self::assertStringContainsString('expiresAt', $shown);
        foreach (['serialize', fn (object $x) => serialize([$x]), fn (object $x) => serialize((array) $x)] as $i => $serialize) {
            try {
                self::assertStringNotContainsString('somebody-special', $serialize($ticket));
                self::assertSame(2, $i);
            } catch (\LogicException $exception) {
                self::assertStringContainsString('cannot be serialized', $exception->getMessage());
            }
        }
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
            fn () => (new Signer(1, $secret))->genPrivateMapKey('a', Room::name("$marked/\\")),
            fn () => (new Signer(1, $secret))->genSigBatch([$marked], -1, userbuf: $marked),
            fn () => (new Signer(1, $secret))->genSig('a', 1.5, $marked),
        ] as $i => $call) {
            $exception = Cases::failure($call);
            $frames = array_filter($exception->getTrace(), fn (array $frame): bool => (bool) preg_match(
                '~^(UserSig|Tencent)\\\\(?!Tests)~',
                $frame['class'] ?? '',
            ));
            self::assertNotEmpty($frames);
            foreach (array_merge(...array_column($frames, 'args')) as $argument) {
                self::assertStringNotContainsString($marked, print_r($argument, true), "call $i");
            }
            self::assertStringNotContainsString($marked, $exception->getMessage(), "call $i");
        }
    }
}
