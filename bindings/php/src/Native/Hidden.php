<?php

declare(strict_types=1);

namespace UserSig\Native;

use LogicException;

/**
 * Read-only properties that only the code gets which names them: no dump, export, cast, iteration or serializer shows them.
 *
 * @internal
 */
trait Hidden
{
    /** The hidden properties, by the key of their object. */
    private static ?\WeakMap $hidden = null;
    private static int $made = 0;

    /** Shared by the copies of an object. Its number is for ==, to which objects without properties are all equal. */
    private readonly object $key;

    /** @param array<string, mixed> $properties */
    private function hide(#[\SensitiveParameter] array $properties): void
    {
        $this->key = (object) ['number' => ++self::$made];
        self::$hidden ??= new \WeakMap();
        self::$hidden[$this->key] = $properties;
    }

    public function __get(string $name): mixed
    {
        $properties = self::$hidden[$this->key];
        return array_key_exists($name, $properties)
            ? $properties[$name]
            : throw new \Error('Undefined property ' . self::class . "::\$$name");
    }

    public function __isset(string $name): bool
    {
        return isset(self::$hidden[$this->key][$name]);
    }

    public function __set(string $name, #[\SensitiveParameter] mixed $value): void
    {
        throw new \Error('Cannot modify ' . self::class . "::\$$name: it is read-only");
    }

    /** @throws LogicException always: pass the ticket's text on, and check it there */
    public function __serialize(): array
    {
        throw new LogicException(self::class . ' cannot be serialized');
    }

    /**
     * @param array<mixed> $data
     * @throws LogicException always: it comes from a ticket
     */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw new LogicException(self::class . ' cannot be unserialized');
    }
}
