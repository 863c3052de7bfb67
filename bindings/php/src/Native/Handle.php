<?php

declare(strict_types=1);

namespace UserSig\Native;

use LogicException;

/**
 * A thing of the native library, wiped and freed with its object. It cannot be copied or serialised, and shows nothing. The
 * class has a constant KIND, the name of its type in the library.
 *
 * @internal
 */
trait Handle
{
    private ?object $handle = null;

    private function own(object $handle): void
    {
        // A second call of a constructor must not leave the first handle behind.
        $this->__destruct();
        $this->handle = $handle;
    }

    public function __destruct()
    {
        $handle = $this->handle;
        $this->handle = null;
        if ($handle !== null) {
            Library::open()->free(self::KIND, $handle);
        }
    }

    /** @internal The native handle, for this package's own calls; null after the object was destroyed by hand. */
    public function native(): ?object
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
