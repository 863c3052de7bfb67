#!/usr/bin/env python3
"""Makes crates/usersig/src/zlib/tables.rs: one Huffman code per ticket version, trained on made-up tickets.

Deflate lets a block name its own Huffman code. zlib finds a new one for every ticket, which costs more time than the
signature of a v2 ticket; tickets are alike enough that one code for all is as short. Run without arguments, from
anywhere, then `cargo fmt`; the result is the same every time.
"""
import base64, heapq, json, pathlib, random, zlib

random.seed(20190719)
STEPS = 30_000
ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
# What identifiers usually have; a ticket with any other byte goes another way.
ALPHABET = range(0x20, 0x7f)


def b64(n):
    return base64.b64encode(random.randbytes(n)).decode()


def identifier():
    kind = random.random()
    if kind < 0.4:
        return random.choice(["user", "uid_", "u", "", "test-"]) + str(random.randrange(10 ** random.randrange(3, 12)))
    if kind < 0.7:
        return "".join(random.choice("abcdefghijklmnopqrstuvwxyz0123456789_ABCDEFGHIJ") for _ in range(random.randrange(4, 20)))
    return random.randbytes(16).hex()


def sample(version):
    sdkappid, time = random.choice([14, 16, 20]) * 10**8 + random.randrange(10**7), random.randrange(1_600_000_000, 2_000_000_000)
    expire = random.choice([15_552_000] * 5 + [86_400, 604_800, 2_592_000, 7_200, 31_536_000])
    name = json.dumps(identifier())
    if version == 1:
        sig = base64.b64encode(bytes([0x30, 0x45, 2, 33, 0]) + random.randbytes(32) + bytes([2, 32]) + random.randbytes(32)).decode()
        return (f'{{"TLS.account_type":"0","TLS.identifier":{name},"TLS.appid_at_3rd":"0","TLS.sdk_appid":"{sdkappid}",'
                f'"TLS.expire_after":"{expire}","TLS.version":"201512300000","TLS.time":"{time}","TLS.sig":"{sig}"}}').encode()
    return (f'{{"TLS.ver":"2.0","TLS.identifier":{name},"TLS.sdkappid":{sdkappid},"TLS.expire":{expire},"TLS.time":{time},'
            f'"TLS.sig":"{b64(32)}"}}').encode()


def bases(first, count, pairs):
    table, base = [], first
    for symbol in range(count):
        extra = max(0, symbol // pairs - 1)
        table.append((base, extra))
        base += 1 << extra
    return table


LENGTHS = bases(3, 28, 4) + [(258, 0)]
DISTANCES = bases(1, 30, 2)


def symbol_of(table, value):
    return max(i for i, (base, _) in enumerate(table) if base <= value)


def tokens(data):
    """The matches that src/deflate.rs finds: greedy, the latest place with the same four bytes."""
    out, last, at = [], {}, 0
    while at < len(data):
        key = data[at:at + 4]
        place = last.get(key) if len(key) == 4 else None
        step = 1
        if place is not None:
            length = 4
            while length < 258 and at + length < len(data) and data[place + length] == data[at + length]:
                length += 1
            out.append((length, at - place))
            step = length
        else:
            out.append(data[at])
        for place in range(at, min(at + step, len(data) - 3)):
            last[data[place:place + 4]] = place
        at += step
    return out


def huffman(frequencies):
    """Code lengths by symbol."""
    heap = [(f, i, (s,)) for i, (s, f) in enumerate(sorted(frequencies.items()))]
    heapq.heapify(heap)
    lengths, tie = dict.fromkeys(frequencies, 0), len(heap)
    while len(heap) > 1:
        (fa, _, a), (fb, _, b) = heapq.heappop(heap), heapq.heappop(heap)
        for s in a + b:
            lengths[s] += 1
        heapq.heappush(heap, (fa + fb, tie, a + b))
        tie += 1
    return lengths


def canonical(lengths):
    codes, code = {}, 0
    for length in range(1, 16):
        for symbol in sorted(s for s, l in lengths.items() if l == length):
            codes[symbol] = (int(format(code, f"0{length}b")[::-1], 2), length)
            code += 1
        code <<= 1
    return codes


def run_lengths(lengths):
    """(symbol, value, bits) of the code-length code, greedy with a few choices left to the caller's search."""
    out, at = [], 0
    while at < len(lengths):
        run = 1
        while at + run < len(lengths) and lengths[at + run] == lengths[at]:
            run += 1
        value, left = lengths[at], run
        if value == 0:
            while left >= 3:
                n = min(left, 138)
                out.append((18, n - 11, 7) if n >= 11 else (17, n - 3, 3))
                left -= n
        else:
            out.append((value, 0, 0))
            left -= 1
            while left >= 3:
                n = min(left, 6)
                if left - n in (1, 2) and n > 4 and left - n + n - 3 >= 3:
                    n = n - (3 - (left - n))
                out.append((16, n - 3, 2))
                left -= n
        out += [(value, 0, 0)] * left
        at += run
    return out


def header(literal, distance):
    hlit, hdist = max(literal) + 1, max(distance) + 1
    runs = run_lengths([literal.get(i, 0) for i in range(hlit)] + [distance.get(i, 0) for i in range(hdist)])
    frequencies = {}
    for symbol, _, _ in runs:
        frequencies[symbol] = frequencies.get(symbol, 0) + 1
    lengths = huffman(frequencies)
    if max(lengths.values()) > 7:
        return None
    codes = canonical(lengths)
    used = max(i for i, symbol in enumerate(ORDER) if symbol in lengths) + 1
    bits = [(1, 1), (2, 2), (hlit - 257, 5), (hdist - 1, 5), (used - 4, 4)]
    bits += [(lengths.get(symbol, 0), 3) for symbol in ORDER[:used]]
    for symbol, value, extra in runs:
        bits += [codes[symbol], (value, extra)]
    return bits


def size(bits):
    return sum(count for _, count in bits)


def train(version):
    samples = [tokens(sample(version)) for _ in range(1500)]
    literal, distance = dict.fromkeys(ALPHABET, 0.0), {}
    literal[256] = len(samples)
    for token in (t for s in samples for t in s):
        if isinstance(token, int):
            literal[token] = literal.get(token, 0) + 1
        else:
            length, dist = symbol_of(LENGTHS, token[0]) + 257, symbol_of(DISTANCES, token[1])
            literal[length] = literal.get(length, 0) + 1
            distance[dist] = distance.get(dist, 0) + 1

    # Whatever may come up in a ticket needs a code, however long.
    for s in range(min(s for s in literal if s > 256), max(literal) + 1):
        literal.setdefault(s, 0.0)
    for s in range(min(distance), 18):
        distance.setdefault(s, 0.0)

    def cost(lit, dist):
        head = header(lit, dist)
        if head is None or max(lit.values()) > 15 or max(dist.values()) > 15:
            return 1e9, None
        data = sum(literal[s] * lit[s] for s in literal) + sum(distance[s] * dist[s] for s in distance)
        return size(head) + data / len(samples), head

    # Similar symbols get one frequency, so that their lengths form runs, which are short in the header.
    best = None
    for share in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
        for floor in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5):
            lit = {}
            groups = [range(0x30, 0x3a), range(0x41, 0x5b), range(0x61, 0x7b)]
            for s, f in literal.items():
                group = next((g for g in groups if s in g), None)
                mean = sum(literal[o] for o in group) / len(group) if group else f
                lit[s] = max(f * (1 - share) + mean * share, floor * len(samples) / 10)
            dist = {s: max(f, floor * len(samples) / 10) for s, f in distance.items()}
            lit_lengths, dist_lengths = huffman(lit), huffman(dist)
            total, head = cost(lit_lengths, dist_lengths)
            if best is None or total < best[0]:
                best = (total, lit_lengths, dist_lengths, head)
    # Then anneal: change the weight of a symbol or level a range, keep what shortens header and data together.
    weights = [{s: 2.0 ** -l for s, l in table.items()} for table in best[1:3]]
    current = best[0]
    for step in range(STEPS):
        heat = 3.0 * (1 - step / STEPS) ** 2
        trial = [dict(w) for w in weights]
        table = trial[random.random() < 0.25]
        symbols = sorted(table)
        at = random.randrange(len(symbols))
        part = symbols[at:at + random.choice([1, 1, 1, 2, 3, 5, 8, 12, 26])]
        if random.random() < 0.5:
            level = table[random.choice(part)] if random.random() < 0.7 else sum(table[s] for s in part) / len(part)
            for s in part:
                table[s] = level
        else:
            factor = random.choice([0.25, 0.5, 0.7, 1.4, 2, 4])
            for s in part:
                table[s] *= factor
        lit, dist = huffman(trial[0]), huffman(trial[1])
        total, head = cost(lit, dist)
        if total < current or random.random() < 2.718 ** ((current - total) / (heat + 1e-6)):
            current, weights = total, trial
            if total < best[0]:
                best = (total, lit, dist, head)
    return best


def deflated_size(data, lit, dist, head):
    bits = size(head) + lit[256]
    for token in tokens(data):
        if isinstance(token, int):
            bits += lit[token]
        else:
            length, d = symbol_of(LENGTHS, token[0]), symbol_of(DISTANCES, token[1])
            bits += lit[length + 257] + LENGTHS[length][1] + dist[d] + DISTANCES[d][1]
    return 2 + (bits + 7) // 8 + 4


def fixed_size(data):
    """The same with the code that deflate defines itself."""
    lit = {s: 8 if s < 144 else 9 if s < 256 else 7 if s < 280 else 8 for s in range(288)}
    return deflated_size(data, lit, dict.fromkeys(range(30), 5), [(0, 3)])


def rust_table(name, docs, lit, dist, head):
    value = count = 0
    for bits, n in head:
        value |= bits << count
        count += n
    words = [f"0x{value >> i & 0xffffffff:08x}" for i in range(0, count, 32)]
    rows = lambda items: "".join("    " + " ".join(f"{x}," for x in items[i:i + 24]) + "\n" for i in range(0, len(items), 24))
    return (f"/// {docs}\npub(super) const {name}: Lengths = Lengths {{\n    header: &[\n    {rows(words)}    ],\n    header_bits: {count},\n"
            f"    literals: &[\n    {rows([lit.get(i, 0) for i in range(max(lit) + 1)])}    ],\n"
            f"    distances: &[{', '.join(str(dist.get(i, 0)) for i in range(max(dist) + 1))}],\n}};\n")


def main():
    out = ("//! Made by `crates/usersig/tables/train.py`; do not edit.\n\n"
           "/// A Huffman code by its lengths, and the block header that names it, least significant bit first.\n"
           "pub(crate) struct Lengths {\n    pub(crate) header: &'static [u32],\n    pub(crate) header_bits: usize,\n"
           "    pub(crate) literals: &'static [u8],\n    pub(crate) distances: &'static [u8],\n}\n")
    for version in (1, 2):
        _, lit, dist, head = train(version)
        out += "\n" + rust_table(f"V{version}", f"For version {version} tickets.", lit, dist, head)
        samples = [sample(version) for _ in range(500)]
        ours = [min(deflated_size(s, lit, dist, head), fixed_size(s)) for s in samples]
        theirs = [len(zlib.compress(s)) for s in samples]
        text = lambda sizes: sum((n + 2) // 3 * 4 for n in sizes) / len(sizes)
        print(f"v{version}: header {size(head)} bits, ticket {text(ours):.1f} characters, zlib {text(theirs):.1f}, "
              f"ratio {text(ours) / text(theirs):.4f}")
    path = pathlib.Path(__file__).parents[1] / "src/zlib/tables.rs"
    path.parent.mkdir(exist_ok=True)
    path.write_text(out)


main()
