<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ArgumentException;
use UserSig\ErrorCode;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\UserSigSource;

/** A ticket that renews itself. */
final class SourceTest extends TestCase
{
    private const START = 1600000000;

    public function testItIsRenewedWithLessThanHalfOfItsLifeAndWhenTheClockIsSetBack(): void
    {
        $source = new UserSigSource(new Signer(1400000000, Cases::key('secret')), 'admin', 1000);
        self::assertSame(0, $source->renewals());
        foreach ([[0, 0, 1], [500, 0, 1], [501, 501, 2], [500, 500, 3], [100000, 100000, 4], [-self::START, -self::START, 5]] as [$at, $issued, $renewals]) {
            $ticket = $source->ticket(self::START + $at);
            self::assertSame(self::START + $issued, UntrustedTicket::inspect($ticket)->issuedAt->getTimestamp(), "at $at");
            self::assertSame($renewals, $source->renewals(), "at $at");
        }
        self::assertStringNotContainsString($ticket, print_r($source, true) . var_export($source, true));
        self::assertNotSame($ticket, $source->ticket());
    }

    public function testTheShareIsSettable(): void
    {
        $source = new UserSigSource(new Signer(1400000000, Cases::key('secret')), 'admin', 1000, minShare: 1);
        $first = $source->ticket(self::START);
        self::assertSame($first, $source->ticket((new \DateTimeImmutable())->setTimestamp(self::START)));
        self::assertNotSame($first, $source->ticket(self::START + 1));
    }

    public function testMistakesAreToldAtOnce(): void
    {
        $signer = new Signer(1400000000, Cases::key('secret'));
        foreach ([
            [ErrorCode::InvalidArgument, fn () => new UserSigSource($signer, 'admin', minShare: 1.1)],
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
