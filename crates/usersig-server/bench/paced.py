#!/usr/bin/env python3
"""Sends requests at a steady rate over keep-alive connections and prints latencies from when each was due.

Usage: paced.py ADDRESS RATE SECONDS CONNECTIONS. A late sender counts against the server (no coordinated omission).
"""
import asyncio
import sys
import time


async def connection(host, port, interval, offset, start, seconds, latencies):
    reader, writer = await asyncio.open_connection(host, int(port))
    number = 0
    while (due := start + offset + number * interval) < start + seconds:
        delay = due - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        body = b'{"sdkappid":1400000000,"identifier":"user%d"}' % (number % 512)
        writer.write(
            b"POST /v1/usersig HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(body), body)
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        latencies.append(time.perf_counter() - due)
        number += 1


async def main(address, rate, seconds, connections):
    host, port = address.rsplit(":", 1)
    latencies = []
    interval = connections / float(rate)
    start = time.perf_counter() + 0.5
    offsets = [interval * index / connections for index in range(connections)]
    await asyncio.gather(*(connection(host, port, interval, offset, start, seconds, latencies) for offset in offsets))
    latencies.sort()
    at = lambda part: latencies[int(len(latencies) * part)] * 1000
    print(f"{len(latencies) / seconds:.0f} requests/s, p50 {at(0.5):.3f} ms, p99 {at(0.99):.3f} ms, p99.9 {at(0.999):.3f} ms")


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
