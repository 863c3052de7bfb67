// The code that makes the same ticket in each language. Values are escaped for the language; the key is a file or an
// environment variable. The names are those of bindings/*/README.md, and a test compiles and runs what stands here.

import { PRIVILEGES } from './fields.js';

const SECRET_VARIABLE = 'USERSIG_SECRET_KEY';

/** True for characters that would not be seen, or would reorder what is seen: they are written as escapes. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

/** A double-quoted literal. `special` has the escapes of single characters, `escape` writes any other by its number. */
const quoted = (special, escape) => (text) =>
  `"${[...text].map((c) => special[c] ?? (hidden.test(c) ? escape(c.codePointAt(0), c) : c)).join('')}"`;

const hex = (number, width) => number.toString(16).padStart(width, '0');
const units = (c) => [...Array(c.length).keys()].map((at) => `\\u${hex(c.charCodeAt(at), 4)}`).join('');
const wide = (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`);
const octets = (c) => [...new TextEncoder().encode(c)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
const BASE = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const literal = {
  rust: quoted(BASE, (code) => `\\u{${hex(code, 1)}}`),
  python: quoted(BASE, wide),
  node: (text) => quoted({ ...BASE, "'": "\\'", '"': '"' }, (_, c) => units(c))(text).replace(/^"|"$/g, "'"),
  java: quoted(BASE, (_, c) => units(c)),
  go: quoted(BASE, wide),
  php: quoted({ ...BASE, $: '\\$' }, (code) => `\\u{${hex(code, 1)}}`),
  csharp: quoted(BASE, (_, c) => units(c)),
  // Three octal digits end by themselves, and no ?? can become a trigraph.
  c: quoted({ ...BASE, '?': '\\?' }, (_, c) => octets(c)),
  shell: (text) =>
    hidden.test(text)
      ? `$'${[...text].map((c) => (c === "'" || c === '\\' ? `\\${c}` : hidden.test(c) ? octets(c) : c)).join('')}'`
      : /^[A-Za-z0-9_.@%+=:,/-]+$/.test(text) && !text.startsWith('-')
        ? text
        : `'${text.replaceAll("'", "'\\''")}'`,
  json: quoted(BASE, (_, c) => units(c)),
};

/** The privileges as an expression of the language, or its word for all of them, or for none. */
function privileges(bits, { all, none, name, join = ' | ' }) {
  const names = PRIVILEGES.filter(([, bit]) => bits & bit).map(([id]) => name(id));
  if (names.length === PRIVILEGES.length) return all;
  return names.length === 0 ? none : names.join(join);
}
const upper = (id) => id.toUpperCase();
const pascal = (id) => id.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());

const v1 = (values) => values.version === '1.0';
const numbered = (values) => typeof values.room === 'number';
const lines = (...parts) => `${parts.flat().filter((part) => part !== null && part !== false).join('\n')}\n`;

function rust(values, q, room) {
  // A literal is an i32 unless it says otherwise.
  const literal = (number) => (number > 0x7fffffff ? `${number}_u32` : number);
  const options = [`expire(${literal(values.expire)})`, values.userbuf !== null && `userbuf(${q(values.userbuf)}.as_bytes())`].filter(Boolean);
  const call = `&GenOptions::new().${options.join('.')}`;
  const may = room && privileges(values.privileges, { all: 'Privileges::ALL', none: 'Privileges::empty()', name: (id) => `Privileges::${upper(id)}` });
  const uses = ['GenOptions', v1(values) ? 'PrivateKey' : 'SecretKey', 'Signer', ...(room ? ['Privileges', 'Room'] : [])].sort();
  return lines(
    `use usersig::{${uses.join(', ')}};`,
    '',
    'fn main() -> Result<(), Box<dyn std::error::Error>> {',
    v1(values)
      ? '    let key = PrivateKey::from_pem(&std::fs::read_to_string("private_key.txt")?)?;'
      : `    let key = SecretKey::new(&std::env::var("${SECRET_VARIABLE}")?)?;`,
    `    let signer = Signer::new(${literal(values.sdkappid)}, key)?;`,
    room && `    let room = ${numbered(values) ? `Room::Number(${values.room})` : `Room::Name(${q(values.room)}.into())`};`,
    room && `    let may = ${may};`,
    room
      ? `    let ticket = signer.gen_private_map_key(${q(values.identifier)}, &room, may, ${call})?;`
      : `    let ticket = signer.gen_sig_with(${q(values.identifier)}, ${call})?;`,
    '    println!("{ticket}");',
    '    Ok(())',
    '}',
  );
}

function python(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'usersig.Privileges.ALL', none: 'usersig.Privileges(0)', name: (id) => `usersig.Privileges.${upper(id)}` });
  return lines(
    v1(values) ? 'from pathlib import Path' : 'import os',
    'import usersig',
    '',
    v1(values)
      ? 'key = usersig.PrivateKey.from_pem(Path("private_key.txt").read_text())'
      : `key = usersig.SecretKey(os.environ["${SECRET_VARIABLE}"])`,
    `signer = usersig.Signer(${values.sdkappid}, key)`,
    room && `may = ${may}`,
    room
      ? `ticket = signer.gen_private_map_key(${q(values.identifier)}, ${numbered(values) ? values.room : q(values.room)}, may, expire=${values.expire})`
      : `ticket = signer.gen_sig(${q(values.identifier)}, expire=${values.expire}${values.userbuf === null ? '' : `, userbuf=${q(values.userbuf)}.encode()`})`,
    'print(ticket)',
  );
}

function node(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'Privileges.ALL', none: '0', name: (id) => `Privileges.${upper(id)}` });
  const imports = [v1(values) ? 'PrivateKey' : 'SecretKey', 'Signer', room && may !== '0' && 'Privileges'].filter(Boolean).sort();
  return lines(
    v1(values) && "import { readFileSync } from 'node:fs';",
    `import { ${imports.join(', ')} } from 'usersig';`,
    '',
    v1(values) ? "const key = PrivateKey.fromPem(readFileSync('private_key.txt'));" : `const key = new SecretKey(process.env.${SECRET_VARIABLE});`,
    `const signer = new Signer(${values.sdkappid}, key);`,
    room && `const may = ${may};`,
    room
      ? `const ticket = signer.genPrivateMapKey(${q(values.identifier)}, ${numbered(values) ? values.room : q(values.room)}, may, { expire: ${values.expire} });`
      : `const ticket = signer.genSig(${q(values.identifier)}, { expire: ${values.expire}${values.userbuf === null ? '' : `, userbuf: ${q(values.userbuf)}`} });`,
    'console.log(ticket);',
  );
}

function java(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'Privileges.ALL', none: 'Privileges.of()', name: (id) => `Privileges.${upper(id)}`, join: ', ' });
  const key = v1(values) ? 'PrivateKey' : 'SecretKey';
  const duration = `Duration.ofSeconds(${values.expire}L)`;
  const imports = [
    values.userbuf !== null && 'io.usersig.GenOptions',
    `io.usersig.${key}`,
    room && 'io.usersig.Privileges',
    room && 'io.usersig.Room',
    'io.usersig.Signer',
    values.userbuf !== null && 'java.nio.charset.StandardCharsets',
    v1(values) && 'java.nio.file.Files',
    v1(values) && 'java.nio.file.Paths',
    'java.time.Duration',
  ].filter(Boolean);
  const set = may && (may.includes(',') || !['Privileges.ALL', 'Privileges.of()'].includes(may) ? `Privileges.of(${may})` : may);
  return lines(
    imports.map((name) => `import ${name};`),
    '',
    'public class Ticket {',
    '    public static void main(String[] args) throws Exception {',
    v1(values) && '        String pem = new String(Files.readAllBytes(Paths.get("private_key.txt")), "UTF-8");',
    v1(values) ? '        try (PrivateKey key = PrivateKey.fromPem(pem);' : `        try (SecretKey key = new SecretKey(System.getenv("${SECRET_VARIABLE}"));`,
    `                Signer signer = new Signer(${values.sdkappid}L, key)) {`,
    room
      ? [
          `            Room room = ${numbered(values) ? `Room.number(${values.room}L)` : `Room.name(${q(values.room)})`};`,
          `            Privileges may = ${set};`,
          `            System.out.println(signer.genPrivateMapKey(${q(values.identifier)}, room, may, ${duration}));`,
        ]
      : values.userbuf === null
        ? `            System.out.println(signer.genSig(${q(values.identifier)}, ${duration}));`
        : [
            `            byte[] userbuf = ${q(values.userbuf)}.getBytes(StandardCharsets.UTF_8);`,
            `            GenOptions options = GenOptions.defaults().expire(${duration}).userbuf(userbuf);`,
            `            System.out.println(signer.genSig(${q(values.identifier)}, options));`,
          ],
    '        }',
    '    }',
    '}',
  );
}

function go(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'usersig.AllPrivileges', none: 'usersig.Privileges(0)', name: (id) => `usersig.${pascal(id)}` });
  const check = ['\tif err != nil {', '\t\tpanic(err)', '\t}'];
  const options = `usersig.WithExpireSeconds(${values.expire})${values.userbuf === null ? '' : `, usersig.WithUserbuf([]byte(${q(values.userbuf)}))`}`;
  return lines(
    'package main',
    '',
    'import (',
    '\t"fmt"',
    '\t"os"',
    '',
    '\tusersig "github.com/usersig/usersig/bindings/go"',
    ')',
    '',
    'func main() {',
    v1(values)
      ? ['\tpem, err := os.ReadFile("private_key.txt")', check, '\tkey, err := usersig.ParsePrivateKey(pem)'].flat()
      : `\tkey, err := usersig.NewSecretKey(os.Getenv("${SECRET_VARIABLE}"))`,
    check,
    '\tdefer key.Close()',
    `\tsigner, err := usersig.NewSigner(${values.sdkappid}, key)`,
    check,
    '\tdefer signer.Close()',
    room && `\tmay := ${may}`,
    room
      ? `\tticket, err := signer.GenPrivateMapKey(${q(values.identifier)}, ${numbered(values) ? `usersig.RoomNumber(${values.room})` : `usersig.RoomName(${q(values.room)})`}, may, ${options})`
      : `\tticket, err := signer.GenSig(${q(values.identifier)}, ${options})`,
    check,
    '\tfmt.Println(ticket)',
    '}',
  );
}

function php(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'Privileges::ALL', none: '0', name: (id) => `Privileges::${upper(id)}` });
  const uses = [v1(values) ? 'PrivateKey' : 'SecretKey', 'Signer', room && 'Room', room && may !== '0' && 'Privileges'].filter(Boolean).sort();
  return lines(
    '<?php',
    "require 'vendor/autoload.php';",
    '',
    uses.map((name) => `use UserSig\\${name};`),
    '',
    v1(values) ? "$key = PrivateKey::fromPem(file_get_contents('private_key.txt'));" : `$key = new SecretKey(getenv('${SECRET_VARIABLE}'));`,
    `$signer = new Signer(${values.sdkappid}, $key);`,
    room
      ? [
          `$room = ${numbered(values) ? `Room::number(${values.room})` : `Room::name(${q(values.room)})`};`,
          `echo $signer->genPrivateMapKey(${q(values.identifier)}, $room, ${may}, expire: ${values.expire}), "\\n";`,
        ]
      : `echo $signer->genSig(${q(values.identifier)}, expire: ${values.expire}${values.userbuf === null ? '' : `, userbuf: ${q(values.userbuf)}`}), "\\n";`,
  );
}

function csharp(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'Privileges.All', none: 'Privileges.None', name: (id) => `Privileges.${pascal(id)}` });
  const span = `TimeSpan.FromSeconds(${values.expire})`;
  return lines(
    'using System;',
    v1(values) && 'using System.IO;',
    values.userbuf !== null && 'using System.Text;',
    'using UserSig;',
    '',
    v1(values)
      ? 'using var key = PrivateKey.FromPem(File.ReadAllText("private_key.txt"));'
      : `using var key = new SecretKey(Environment.GetEnvironmentVariable("${SECRET_VARIABLE}")!);`,
    `using var signer = new Signer(${values.sdkappid}, key);`,
    room
      ? [
          `var room = ${numbered(values) ? `Room.FromNumber(${values.room})` : `Room.FromName(${q(values.room)})`};`,
          `var may = ${may};`,
          `Console.WriteLine(signer.GenPrivateMapKey(${q(values.identifier)}, room, may, ${span}));`,
        ]
      : values.userbuf === null
        ? `Console.WriteLine(signer.GenSig(${q(values.identifier)}, ${span}));`
        : [
            `var options = new GenOptions { Expire = ${span}, Userbuf = Encoding.UTF8.GetBytes(${q(values.userbuf)}) };`,
            `Console.WriteLine(signer.GenSig(${q(values.identifier)}, options));`,
          ],
  );
}

function c(values, q, room) {
  const userbuf = values.userbuf !== null;
  const may = room && privileges(values.privileges, { all: 'USERSIG_PRIVILEGE_ALL', none: '0', name: (id) => `USERSIG_PRIVILEGE_${upper(id)}` });
  const kind = v1(values) ? 'private' : 'secret';
  const options = ['.size = sizeof options', `.flags = USERSIG_GEN_EXPIRE${userbuf ? ' | USERSIG_GEN_USERBUF' : ''}`, `.expire = ${values.expire}`];
  if (userbuf) options.push('.userbuf = (const uint8_t *)userbuf', '.userbuf_len = strlen(userbuf)');
  const indent = '                                                     ';
  return lines(
    '#include <usersig.h>',
    '',
    '#include <stdio.h>',
    !v1(values) && '#include <stdlib.h>',
    '#include <string.h>',
    '',
    'int main(void) {',
    `    const char *identifier = ${q(values.identifier)};`,
    userbuf && `    const char *userbuf = ${q(values.userbuf)};`,
    room && !numbered(values) && `    const char *room = ${q(values.room)};`,
    '    char ticket[USERSIG_TICKET_MAX + 1];',
    '    size_t ticket_len;',
    '    usersig_error error;',
    `    usersig_${kind}_key *key = NULL;`,
    '    usersig_signer *signer = NULL;',
    `    usersig_gen_options options = {${options.join(', ')}};`,
    v1(values)
      ? [
          '    char pem[USERSIG_PEM_MAX];',
          '    FILE *file = fopen("private_key.txt", "rb");',
          '    if (file == NULL) {',
          '        return 1;',
          '    }',
          '    size_t pem_len = fread(pem, 1, sizeof pem, file);',
          '    fclose(file);',
        ]
      : [`    const char *secret = getenv("${SECRET_VARIABLE}");`, '    if (secret == NULL) {', '        return 1;', '    }'],
    v1(values)
      ? '    if (usersig_private_key_from_pem(pem, pem_len, &key, &error) == USERSIG_OK &&'
      : '    if (usersig_secret_key_new(secret, strlen(secret), &key, &error) == USERSIG_OK &&',
    `        usersig_signer_with_${kind}_key(${values.sdkappid}, key, &signer, &error) == USERSIG_OK &&`,
    room
      ? [
          '        usersig_signer_gen_private_map_key(signer, identifier, strlen(identifier),',
          `${indent.slice(0, 43)}${numbered(values) ? `${values.room}, NULL, 0` : '0, room, strlen(room)'}, ${may},`,
          `${indent.slice(0, 43)}&options, ticket, sizeof ticket, &ticket_len, &error) == USERSIG_OK) {`,
        ]
      : [
          '        usersig_signer_gen_sig(signer, identifier, strlen(identifier), &options,',
          `${indent.slice(0, 31)}ticket, sizeof ticket, &ticket_len, &error) == USERSIG_OK) {`,
        ],
    '        puts(ticket);',
    '    } else {',
    '        fprintf(stderr, "%s\\n", error.message);',
    '    }',
    v1(values) && '    usersig_wipe(pem, sizeof pem);',
    '    usersig_signer_free(signer);',
    `    usersig_${kind}_key_free(key);`,
    '    return error.status == USERSIG_OK ? 0 : 1;',
    '}',
  );
}

function cpp(values, q, room) {
  const may = room && privileges(values.privileges, { all: 'P::all', none: 'P::none', name: (id) => `P::${id}` });
  return lines(
    '#include <usersig.hpp>',
    '',
    !v1(values) && '#include <cstdlib>',
    v1(values) && '#include <fstream>',
    '#include <iostream>',
    v1(values) && '#include <iterator>',
    '',
    'int main() {',
    v1(values)
      ? [
          '    std::ifstream file("private_key.txt", std::ios::binary);',
          '    const std::string pem(std::istreambuf_iterator<char>(file), {});',
          '    const auto key = usersig::PrivateKey::from_pem(pem);',
        ]
      : [`    const char *secret = std::getenv("${SECRET_VARIABLE}");`, '    if (secret == nullptr) return 1;', '    const usersig::SecretKey key(secret);'],
    `    const usersig::Signer signer(${values.sdkappid}, key);`,
    '    usersig::GenOptions options;',
    `    options.expire = std::chrono::seconds(${values.expire});`,
    values.userbuf !== null && `    options.userbuf = usersig::to_bytes(${q(values.userbuf)});`,
    room
      ? [
          '    using P = usersig::Privileges;',
          `    const auto room = ${numbered(values) ? `usersig::Room::numbered(${values.room})` : `usersig::Room::named(${q(values.room)})`};`,
          `    std::cout << signer.gen_private_map_key(${q(values.identifier)}, room, ${may}, options) << '\\n';`,
        ]
      : `    std::cout << signer.gen_sig(${q(values.identifier)}, options) << '\\n';`,
    '}',
  );
}

function curl(values, q, room) {
  const fields = [`"sdkappid": ${values.sdkappid}`, `"identifier": ${q(values.identifier)}`, `"expire": ${values.expire}`];
  let path = '/v1/usersig';
  if (room) {
    path = '/v1/private-map-key';
    fields.push(`"room": ${numbered(values) ? values.room : q(values.room)}`, `"privileges": ${values.privileges}`);
  } else if (values.userbuf !== null) {
    fields.push(`"userbuf": ${q(btoa(String.fromCharCode(...new TextEncoder().encode(values.userbuf))))}`);
  }
  return lines(
    '# The service: usersig serve holds the key, and your backend asks it.',
    `curl --fail-with-body http://127.0.0.1:8080${path} \\`,
    '  --header "Authorization: Bearer $USERSIG_TOKEN" \\',
    "  --header 'Content-Type: application/json' \\",
    `  --data ${literal.shell(`{${fields.join(', ')}}`)}`,
  );
}

function cli(values, q, room) {
  const key = v1(values) ? '--key private_key.txt' : '--secret-key-file secret.txt';
  const identifier = values.identifier.startsWith('-') ? `--identifier=${q(values.identifier)}` : `--identifier ${q(values.identifier)}`;
  const parts = [`usersig gen --sdkappid ${values.sdkappid} ${identifier}`, `${key} --expire ${values.expire}`];
  if (room) {
    const may = privileges(values.privileges, { all: 'all', none: '0', name: (id) => id.replace('_room', '').replace('_', '-'), join: ',' });
    const room = numbered(values) ? `--room ${values.room}` : values.room.startsWith('-') ? `--room-name=${q(values.room)}` : `--room-name ${q(values.room)}`;
    parts.push(`${room} --privileges ${may}`);
  } else if (values.userbuf !== null) {
    // A leading @ names a file.
    parts.push(values.userbuf.startsWith('@') ? `--userbuf @<(printf %s ${q(values.userbuf)})` : `--userbuf=${q(values.userbuf)}`);
  }
  return lines(parts.join(' \\\n    '));
}

/** Every language in the order in which it is offered. `code` takes what the ticket says; its writer gets the quoting of
 * the language and whether the ticket is for a room, too. */
export const SNIPPETS = [
  ['rust', 'Rust', rust],
  ['python', 'Python', python],
  ['node', 'Node.js', node],
  ['java', 'Java', java],
  ['go', 'Go', go],
  ['php', 'PHP', php],
  ['csharp', 'C#', csharp],
  ['c', 'C', c],
  ['cpp', 'C++', cpp, literal.c],
  ['curl', 'curl', curl, literal.json],
  ['cli', 'usersig', cli, literal.shell],
].map(([id, label, write, quote = literal[id]]) => ({ id, label, code: (values) => write(values, quote, values.room !== undefined) }));
