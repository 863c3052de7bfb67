<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use FFI\CData;
use LogicException;
use UserSig\UserSigException;

/**
 * A thing of the native library, wiped and freed with its object. It cannot be copied or serialised, and shows nothing.
 *
 * @internal
 */
trait Handle
{
    private ?CData $handle = null;
    private ?FFI $ffi = null;

    /**
     * Calls one function with the arguments, a place for the new handle, and a place for the error.
     *
     * @param string $type the C name of the handle's type
     */
    private static function create(string $type, string $function, #[\SensitiveParameter] mixed ...$arguments): CData
    {
        $call = Call::take();
        $place = $call->place($type);
        $arguments[] = $place;
        $arguments[] = $call->error;
        if ($call->ffi->$function(...$arguments) !== Constants::OK) {
            throw $call->failure();
        }
        $handle = $place[0];
        $call->give();
        return $handle;
    }

    private function own(CData $handle): void
    {
        // A second call of a constructor must not leave the first handle behind.
        $this->__destruct();
        $this->ffi = Library::ffi();
        $this->handle = $handle;
    }

    private function release(string $function): void
    {
        $handle = $this->handle;
        $this->handle = null;
        if ($handle !== null) {
            $this->ffi?->$function($handle);
        }
    }

    /** @internal The native handle, for this package's own calls; null after the object was destroyed by hand. */
    public function native(): ?CData
    {
        return $this->handle;
    }

    private function __clone()
    {
    }

    /** @throws LogicException always: keys and what holds them stay in memory */
    public function __serialize(): array
    {
        throw new LogicException(self::class . ' cannot be serialized');
    }

    /**
     * @param array<mixed> $data
     * @throws LogicException always
     */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw new LogicException(self::class . ' cannot be unserialized');
    }

    /** @return array<string, string> what var_dump() and print_r() show: nothing of the key */
    public function __debugInfo(): array
    {
        return [];
    }
}
