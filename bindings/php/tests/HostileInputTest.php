<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ArgumentException;
use UserSig\ErrorCode;
use UserSig\Native\Constants;
use UserSig\Privileges;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Ticket;
use UserSig\TicketException;
use UserSig\UntrustedTicket;
use UserSig\Userbuf;
use UserSig\UserSigException;
use UserSig\Verifier;

/** Inputs that nobody should give: each ends in an exception with its cause. */
final class HostileInputTest extends TestCase
{
    private Signer $signer;
    private Verifier $verifier;

    protected function setUp(): void
    {
        $this->signer = new Signer(1400000000, Cases::key('secret'));
        $this->verifier = new Verifier(1400000000, Cases::key('secret'));
    }

    public function testInvalidUtf8(): void
    {
        $ticket = $this->signer->genSig('xiaojun');
        foreach (["\xff", "a\xc3", "\xed\xa0\x80", "\xc0\xafadmin", "\xf4\x90\x80\x80"] as $text) {
            $calls = [
                fn () => $this->signer->genSig($text),
                fn () => $this->signer->genPrivateMapKey($text, Room::number(1)),
                fn () => $this->signer->genPrivateMapKey('a', Room::name($text)),
                fn () => $this->verifier->verify($ticket, $text),
                fn () => $this->verifier->verify($text, 'a'),
                fn () => UntrustedTicket::inspect($text),
                fn () => new SecretKey($text),
                fn () => PrivateKey::fromPem($text),
                fn () => PublicKey::fromPem($text),
                fn () => (new Signer(1, Cases::key('p256_private')))->genSig('a', accountType: $text),
                fn () => (new Signer(1, Cases::key('p256_private')))->genSig('a', appidAt3rd: $text),
            ];
            foreach ($calls as $i => $call) {
                $exception = Cases::failure($call);
                self::assertNotSame(ErrorCode::Internal, $exception->errorCode, "call $i");
                self::assertStringNotContainsString($text, $exception->getMessage());
                self::assertTrue(mb_check_encoding($exception->getMessage(), 'UTF-8'));
            }
            $batch = $this->signer->genSigBatch(['a', $text, 'b']);
            self::assertSame(ErrorCode::InvalidIdentifier, $batch[1]->errorCode);
            self::assertSame('b', UntrustedTicket::inspect($batch[2])->identifier);
        }
    }

    public function testNul(): void
    {
        $ticket = $this->signer->genSig('xiaojun');
        foreach (["\0", "xiaojun\0", "xiaojun\0zzz", "\0xiaojun"] as $text) {
            self::assertSame(ErrorCode::InvalidIdentifier, Cases::failure(fn () => $this->signer->genSig($text))->errorCode);
            self::assertSame(ErrorCode::InvalidIdentifier, Cases::failure(fn () => $this->verifier->verify($ticket, $text))->errorCode);
        }
        self::assertSame(ErrorCode::MalformedBase64, Cases::failure(fn () => $this->verifier->verify($ticket . "\0", 'xiaojun'))->errorCode);
        self::assertSame(ErrorCode::InvalidRoom, Cases::failure(fn () => $this->signer->genPrivateMapKey('a', Room::name("b\0")))->errorCode);
        // A userbuf is bytes.
        $ticket = $this->signer->genSig('xiaojun', userbuf: "\0a\0");
        self::assertSame("\0a\0", $this->verifier->verify($ticket, 'xiaojun', "\0a\0")->userbuf);
    }

    public function testSizes(): void
    {
        $longest = str_repeat('é', 512);
        $userbuf = random_bytes(8192);
        $ticket = $this->signer->genSig($longest, userbuf: $userbuf);
        self::assertSame($userbuf, $this->verifier->verify($ticket, $longest, Userbuf::Present)->userbuf);
        self::assertSame($longest, $this->verifier->verify($ticket, $longest, $userbuf)->identifier);
        foreach ([8193, 100_000, 10_000_000] as $size) {
            $long = str_repeat('x', $size);
            self::assertSame(ErrorCode::InvalidUserbuf, Cases::failure(fn () => $this->signer->genSig('a', userbuf: $long))->errorCode);
            self::assertInstanceOf(UserSigException::class, Cases::failure(fn () => $this->verifier->verify($ticket, $longest, $long)));
            self::assertSame(ErrorCode::InvalidIdentifier, Cases::failure(fn () => $this->signer->genSig($long))->errorCode);
            self::assertSame(ErrorCode::InvalidIdentifier, Cases::failure(fn () => $this->verifier->verify($ticket, $long))->errorCode);
            self::assertSame(ErrorCode::InvalidRoom, Cases::failure(fn () => $this->signer->genPrivateMapKey('a', Room::name($long)))->errorCode);
            self::assertSame(ErrorCode::InvalidKey, Cases::failure(fn () => new SecretKey($long))->errorCode);
            self::assertSame(ErrorCode::InvalidArgument, Cases::failure(
                fn () => (new Signer(1, Cases::key('p256_private')))->genSig('a', accountType: $long),
            )->errorCode);
        }
        $long = str_repeat('x', 16385);
        self::assertSame(ErrorCode::TooLong, Cases::failure(fn () => $this->verifier->verify($long, 'a'))->errorCode);
        self::assertSame(ErrorCode::InvalidKey, Cases::failure(fn () => PrivateKey::fromPem($long))->errorCode);
        // What a long userbuf left behind does not reach the next ticket.
        self::assertSame('x', UntrustedTicket::inspect($this->signer->genSig('a', userbuf: 'x'))->userbuf);
        self::assertNull(UntrustedTicket::inspect($this->signer->genSig('a', 60))->userbuf);
        self::assertSame('', UntrustedTicket::inspect($this->signer->genSig('a', userbuf: ''))->userbuf);
    }

    public function testNumbersOutOfRange(): void
    {
        foreach ([PHP_INT_MIN, -1, 0x100000000, PHP_INT_MAX] as $number) {
            $calls = [
                'invalid_sdkappid' => fn () => new Signer($number, Cases::key('secret')),
                'invalid_expire' => fn () => $this->signer->genSig('a', $number),
                'invalid_room' => fn () => $this->signer->genPrivateMapKey('a', Room::number($number)),
            ];
            foreach ($calls as $word => $call) {
                self::assertSame($word, Cases::failure($call)->word());
            }
            self::assertSame('invalid_sdkappid', Cases::failure(fn () => new Verifier($number, Cases::key('secret')))->word());
            $wrong = $number === 0x100000000 ? PHP_INT_MAX : $number;
            self::assertSame('invalid_argument', Cases::failure(fn () => $this->signer->genSig('a', issuedAt: $wrong))->word());
            self::assertSame('invalid_argument', Cases::failure(fn () => $this->verifier->verify('x', 'a', now: $wrong))->word());
            self::assertSame('invalid_argument', Cases::failure(fn () => new Verifier(1, Cases::key('secret'), $number))->word());
            self::assertSame('invalid_argument', Cases::failure(fn () => new Verifier(1, Cases::key('secret'), null, $number))->word());
            self::assertSame('invalid_argument', Cases::failure(
                fn () => $this->signer->genPrivateMapKey('a', Room::number(1), $number),
            )->word());
        }
        self::assertCount(2, $this->signer->genSigBatch(['a', 'b'], threads: PHP_INT_MAX));
        self::assertCount(2, $this->signer->genSigBatch(['a', 'b'], threads: -1));
        $dated = $this->signer->genSig('a', issuedAt: new \DateTimeImmutable('@1600000000'));
        self::assertSame(1600000000, UntrustedTicket::inspect($dated)->issuedAt->getTimestamp());
    }

    /** @return iterable<string, array{callable(mixed): mixed}> */
    public function typedCalls(): iterable
    {
        $signer = new Signer(1, Cases::key('secret'));
        $verifier = new Verifier(1, Cases::key('secret'));
        yield 'signer sdkappid' => [fn ($x) => new Signer($x, Cases::key('secret'))];
        yield 'signer key' => [fn ($x) => new Signer(1, $x)];
        yield 'public key to sign' => [fn ($x) => new Signer(1, is_object($x) ? Cases::key('p256_public') : $x)];
        yield 'verifier keys' => [fn ($x) => new Verifier(1, [$x])];
        yield 'private key to verify' => [fn ($x) => new Verifier(1, is_object($x) ? Cases::key('p256_private') : $x)];
        yield 'identifier' => [fn ($x) => $signer->genSig($x)];
        yield 'expire' => [fn ($x) => $signer->genSig('a', $x === 1.5 ? 1.0 : $x ?? [])];
        yield 'userbuf' => [fn ($x) => $signer->genSig('a', userbuf: $x ?? [])];
        yield 'issued at' => [fn ($x) => $signer->genSig('a', issuedAt: $x ?? [])];
        yield 'room' => [fn ($x) => $signer->genPrivateMapKey('a', $x)];
        yield 'privileges' => [fn ($x) => $signer->genPrivateMapKey('a', Room::number(1), $x)];
        yield 'ticket' => [fn ($x) => $verifier->verify($x, 'a')];
        yield 'identifier to verify' => [fn ($x) => $verifier->verify('x', $x)];
        yield 'expected userbuf' => [fn ($x) => $verifier->verify('x', 'a', $x)];
        yield 'now' => [fn ($x) => $verifier->verify('x', 'a', now: $x ?? [])];
        yield 'inspect' => [fn ($x) => UntrustedTicket::inspect($x)];
        yield 'secret' => [fn ($x) => new SecretKey($x)];
        yield 'private PEM' => [fn ($x) => PrivateKey::fromPem($x)];
        yield 'public PEM' => [fn ($x) => PublicKey::fromPem($x)];
        yield 'curve' => [fn ($x) => PrivateKey::generate($x)];
        yield 'room number' => [fn ($x) => Room::number($x)];
        yield 'room name' => [fn ($x) => Room::name($x)];
    }

    /** @dataProvider typedCalls */
    public function testWrongTypes(callable $call): void
    {
        foreach ([null, true, 1.5, ['a'], new \stdClass()] as $value) {
            try {
                $call($value);
                self::fail('accepted ' . get_debug_type($value));
            } catch (\TypeError $error) {
                self::assertStringNotContainsString('5bd2850f', (string) $error);
            }
        }
        // The scratch memory is still in order.
        $this->testSizes();
    }

    /** A log names the caller's line, whatever inside of the package found the mistake, and an exception of the caller's own its own. */
    public function testErrorsNameTheCaller(): void
    {
        $calls = [
            fn () => $this->signer->genSig(''),
            fn () => $this->signer->genSig(null),
            fn () => $this->signer->genSig('a', expire: 0.5),
            fn () => $this->signer->genSig('a', issuedAt: 'now'),
            fn () => $this->verifier->verify('', 'a'),
            fn () => $this->verifier->authenticate(''),
            fn () => UntrustedTicket::inspect(''),
            fn () => new SecretKey(''),
            fn () => new Verifier(1, []),
        ];
        foreach ($calls as $i => $call) {
            $line = (new \ReflectionFunction($call))->getStartLine();
            try {
                $call();
                self::fail("call $i did not fail");
            } catch (UserSigException | \TypeError $error) {
                self::assertSame([__FILE__, $line], [$error->getFile(), $error->getLine()], "call $i");
            }
        }
        self::assertSame(__LINE__, (new TicketException(ErrorCode::Expired, 'a test double'))->getLine());
    }

    public function testAMissingKeyAsksForItsVariable(): void
    {
        foreach ([fn ($x) => new SecretKey($x), PrivateKey::fromPem(...), PublicKey::fromPem(...)] as $load) {
            foreach ([null, getenv('USERSIG_NO_SUCH_VARIABLE')] as $nothing) {
                try {
                    $load($nothing);
                    self::fail('loaded nothing');
                } catch (\TypeError $error) {
                    self::assertStringContainsString('environment variable', $error->getMessage());
                }
            }
        }
    }

    public function testBatchChangesNothingOfTheCallers(): void
    {
        $name = 'a';
        $identifiers = ['x' => &$name, 7 => 'b'];
        $tickets = $this->signer->genSigBatch($identifiers);
        self::assertSame(['x', 7], array_keys($tickets));
        self::assertSame(['x' => 'a', 7 => 'b'], $identifiers);
        self::assertSame([], $this->signer->genSigBatch([]));
    }

    public function testVerifierNeedsAKey(): void
    {
        self::assertSame('invalid_argument', Cases::failure(fn () => new Verifier(1, []))->word());
    }

    public function testObjectsDestroyedByHandAreRefused(): void
    {
        $key = new SecretKey('a');
        $signer = new Signer(1, $key);
        $verifier = new Verifier(1, $key);
        $private = PrivateKey::generate();
        foreach ([$key, $signer, $verifier, $private] as $object) {
            $object->__destruct();
            $object->__destruct();
        }
        foreach ([
            fn () => $signer->genSig('a'),
            fn () => $signer->genSigBatch(['a']),
            fn () => $verifier->verify('x', 'a'),
            fn () => new Signer(1, $key),
            fn () => new Verifier(1, $key),
            fn () => $private->toPem(),
            fn () => $private->publicKey(),
        ] as $call) {
            self::assertInstanceOf(ArgumentException::class, Cases::failure($call));
        }
        $hollow = (new \ReflectionClass(Signer::class))->newInstanceWithoutConstructor();
        self::assertInstanceOf(ArgumentException::class, Cases::failure(fn () => $hollow->genSig('a')));
    }

    public function testConstructedTwice(): void
    {
        $signer = new Signer(1, new SecretKey('a'));
        $signer->__construct(2, new SecretKey('b'));
        self::assertSame(2, UntrustedTicket::inspect($signer->genSig('x'))->sdkappid);
    }

    public function testTicketsCannotBeMadeByHand(): void
    {
        foreach ([Ticket::class, UntrustedTicket::class] as $class) {
            $text = sprintf('O:%d:"%s":0:{}', strlen($class), $class);
            try {
                unserialize($text);
                self::fail('unserialized');
            } catch (\LogicException $exception) {
                self::assertStringContainsString('cannot be unserialized', $exception->getMessage());
            }
            self::assertFalse((new \ReflectionMethod($class, '__construct'))->isPublic());
        }
        $ticket = $this->verifier->verify($this->signer->genSig('x'), 'x');
        foreach (['identifier', 'version', 'userbuf', 'admin'] as $name) {
            try {
                $ticket->$name = 'admin';
                self::fail("$name was set");
            } catch (\Error) {
            }
        }
        self::assertSame(['x', '2.0', null], [$ticket->identifier, $ticket->version, $ticket->userbuf]);
        self::assertFalse(isset($ticket->userbuf) || isset($ticket->admin) || property_exists($ticket, 'admin'));
        self::assertTrue(isset($ticket->identifier));
        $this->expectException(\Error::class);
        $ticket->admin;
    }

    public function testCopiesOfTicketsSayTheSame(): void
    {
        $ticket = $this->verifier->verify($this->signer->genSig('x', userbuf: 'abc'), 'x', Userbuf::Present);
        $other = $this->verifier->verify($this->signer->genSig('y', userbuf: 'abc'), 'y', Userbuf::Present);
        $copy = clone $ticket;
        self::assertTrue($copy == $ticket);
        self::assertFalse($other == $ticket);
        unset($ticket);
        self::assertSame(['x', 'abc'], [$copy->identifier, $copy->userbuf]);
    }

    /** What is longer than its bound is refused by its length: it is not copied first. */
    public function testTooLongIsNotCopied(): void
    {
        $long = str_repeat('x', 50_000_000);
        $v1 = new Signer(1, Cases::key('p256_private'));
        $ticket = $this->signer->genSig('a', userbuf: 'abc');
        $calls = [
            'invalid_identifier' => [
                fn () => $this->signer->genSig($long),
                fn () => $this->signer->genPrivateMapKey($long, Room::number(1)),
                fn () => $this->verifier->verify($ticket, $long, Userbuf::Any),
                fn () => throw $this->signer->genSigBatch(['a', $long])[1],
            ],
            'invalid_userbuf' => [fn () => $this->signer->genSig('a', userbuf: $long), fn () => throw $this->signer->genSigBatch(['a'], userbuf: $long)[0]],
            'userbuf_mismatch' => [fn () => $this->verifier->verify($ticket, 'a', $long)],
            'invalid_argument' => [fn () => $v1->genSig('a', accountType: $long), fn () => $v1->genSig('a', appidAt3rd: $long)],
            'invalid_room' => [fn () => $this->signer->genPrivateMapKey('a', Room::name($long))],
            'too_long' => [fn () => $this->verifier->verify($long, 'a'), fn () => UntrustedTicket::inspect($long)],
            'invalid_key' => [fn () => new SecretKey($long), fn () => PrivateKey::fromPem($long), fn () => PublicKey::fromPem($long)],
        ];
        foreach ($calls as $word => $each) {
            foreach ($each as $i => $call) {
                gc_collect_cycles();
                // The peak that was is not forgotten before PHP 8.2.
                function_exists('memory_reset_peak_usage') && memory_reset_peak_usage();
                $before = memory_get_peak_usage();
                self::assertSame($word, Cases::failure($call)->word());
                self::assertLessThan(1_000_000, memory_get_peak_usage() - $before, "$word $i");
            }
        }
    }

    /** A call that runs while another one is under way has memory of its own. */
    public function testCallsInSignalHandlers(): void
    {
        pcntl_async_signals(true);
        $runs = 0;
        pcntl_signal(SIGALRM, function () use (&$runs): void {
            $this->signer->genSig('somebody-else', userbuf: 'theirs');
            $this->verifier->verify($this->signer->genSig('x'), 'x');
            Cases::failure(fn () => $this->signer->genSig(''));
            $runs++;
        });
        $pid = getmypid();
        $child = pcntl_fork();
        if ($child === 0) {
            while (posix_getppid() === $pid) {
                posix_kill($pid, SIGALRM);
                usleep(100);
            }
            posix_kill(getmypid(), SIGKILL);
        }
        $until = hrtime(true) + 60_000_000_000;
        try {
            while ($runs < 500 && hrtime(true) < $until) {
                $ticket = UntrustedTicket::inspect($this->signer->genSig('me', 60, 'mine'));
                if ($ticket->identifier !== 'me' || $ticket->userbuf !== 'mine' || $ticket->expire !== 60) {
                    self::fail('mixed up');
                }
                self::assertInstanceOf(TicketException::class, Cases::failure(fn () => $this->verifier->verify('', 'me')));
            }
        } finally {
            pcntl_signal(SIGALRM, SIG_IGN);
            posix_kill($child, SIGKILL);
            pcntl_waitpid($child, $status);
        }
        self::assertGreaterThanOrEqual(500, $runs);
    }

    public function testConstantsAreThoseOfTheLibrary(): void
    {
        self::assertSame(Constants::USERBUF_ABSENT, Userbuf::Absent->value);
        self::assertSame(Constants::USERBUF_PRESENT, Userbuf::Present->value);
        self::assertSame(Constants::USERBUF_ANY, Userbuf::Any->value);
        self::assertSame(Constants::PRIVILEGE_ALL, Privileges::ALL);
        $documented = Privileges::CREATE_ROOM | Privileges::ENTER_ROOM | Privileges::SEND_AUDIO | Privileges::RECEIVE_AUDIO
            | Privileges::SEND_VIDEO | Privileges::RECEIVE_VIDEO | Privileges::SEND_SCREEN | Privileges::RECEIVE_SCREEN;
        self::assertSame($documented, Privileges::ALL & $documented);
        self::assertSame(15552000, Signer::DEFAULT_EXPIRE);
    }
}
