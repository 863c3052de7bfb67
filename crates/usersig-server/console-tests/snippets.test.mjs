// The code that the page offers is compiled and run as it stands, and must make the ticket that it is offered for: every
// language, both versions of ticket, and texts that would end or alter a literal that is escaped badly.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PRIVILEGES } from '../src/console/page/fields.js';
import { SNIPPETS } from '../src/console/page/snippets.js';
import { keys, repository, usersig } from './common.mjs';

/** Where crates/usersig-server/console-tests/test put the packages; without ci/test --full there are none. */
const libraries = process.env.USERSIG_SNIPPET_LIBRARIES ?? '';
const needsNothing = ['rust', 'cli'];
const header = join(libraries, 'c/include');
const lib = join(libraries, 'c/lib');
const jar = existsSync(join(libraries, 'java')) ? join(libraries, 'java', readdirSync(join(libraries, 'java')).find((name) => /^usersig-[\d.]+\.jar$/.test(name))) : '';
/** What cargo built beside the command. */
const built = join(usersig, '..');

const EVIL = 'a"b\'c\\d$e${HOME}`id`{f}%s#{g}??/\\u0061\\n\u202e小军\u{1f600}\u200d\u{e0041}-';
const plain = { version: '2.0', sdkappid: 1400000000, identifier: 'xiaojun', expire: 86400, userbuf: null, room: undefined, privileges: undefined };
const CASES = [
  ['v2', plain],
  ['v1, with a userbuf', { ...plain, version: '1.0', expire: 4294967295, userbuf: 'some "bytes"\twith \\ and 中文' }],
  ['v1, hostile texts', { ...plain, version: '1.0', sdkappid: 4294967295, identifier: `-${EVIL}`, userbuf: `@${EVIL}` }],
  ['v2, hostile texts', { ...plain, identifier: EVIL, userbuf: '' }],
  ['a numbered room', { ...plain, expire: 600, room: 4294967294, privileges: 2 | 8 | 128 }],
  ['a named room, everything allowed', { ...plain, identifier: EVIL, expire: 0, room: "-a ?b#!$%&()+:;<=.>?@[]^_{}|~,", privileges: PRIVILEGES.reduce((sum, [, bit]) => sum + bit, 0) }],
  ['one privilege', { ...plain, room: 1, privileges: 4 }],
  ['no privilege', { ...plain, room: 'lobby', privileges: 0 }],
];

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'usersig-snippets-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in the folder of a case, with the keys where a reader would put them. */
function run(at, program, args, env = {}) {
  return execFileSync(program, args, {
    cwd: at,
    env: { ...process.env, USERSIG_SECRET_KEY: keys.secret, LD_LIBRARY_PATH: lib, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const HOW = {
  rust: (at) => {
    run(at, 'rustc', ['--edition', '2024', '--deny', 'warnings', '--extern', `usersig=${built}/libusersig.rlib`, '-L', `dependency=${built}/deps`, '-o', 'program', 'main.rs']);
    return run(at, './program', []);
  },
  python: (at) => run(at, 'python3', ['-W', 'error', 'main.py'], { PYTHONPATH: join(libraries, 'wheel') }),
  node: (at) => run(at, 'node', ['main.mjs']),
  java: (at) => {
    run(at, 'javac', ['-Werror', '-Xlint:all,-options', '-cp', jar, '-encoding', 'UTF-8', 'Ticket.java']);
    return run(at, 'java', ['-cp', `${jar}:.`, 'Ticket']);
  },
  go: (at) => {
    writeFileSync(join(at, 'go.mod'), `module example\n\ngo 1.24\n\nrequire github.com/usersig/usersig/bindings/go v0.0.0\n\nreplace github.com/usersig/usersig/bindings/go => ${join(libraries, 'go')}\n`);
    run(at, 'go', ['vet', '.'], GO);
    run(at, 'go', ['build', '-o', 'program', '.'], GO);
    return run(at, './program', []);
  },
  php: (at) => run(at, 'php', ['-d', 'ffi.enable=true', '-d', 'display_errors=stderr', 'main.php']),
  csharp: (at) => {
    // One project for all cases, in which only the program changes.
    const project = join(folder, 'csharp');
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'nuget.config'), `<configuration><packageSources><clear /><add key="usersig" value="${join(libraries, 'csharp')}" /></packageSources></configuration>`);
    writeFileSync(join(project, 'program.csproj'), CSHARP);
    writeFileSync(join(project, 'main.cs'), readFileSync(join(at, 'main.cs')));
    run(project, 'dotnet', ['build'], { NUGET_PACKAGES: join(folder, 'nuget') });
    return run(at, 'dotnet', [join(project, 'bin/Debug/net10.0/program.dll')]);
  },
  c: (at) => {
    run(at, 'cc', ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Wdeclaration-after-statement', '-Wno-error=declaration-after-statement', '-trigraphs', '-I', header, 'main.c', '-L', lib, '-lusersig', '-o', 'program']);
    return run(at, './program', []);
  },
  cpp: (at) => {
    run(at, 'c++', ['-std=c++17', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-trigraphs', '-Wno-trigraphs', '-I', header, 'main.cpp', '-L', lib, '-lusersig', '-o', 'program']);
    return run(at, './program', []);
  },
  cli: (at) => run(at, 'bash', ['-eu', 'main.sh'], { PATH: `${built}:${process.env.PATH}` }),
};
const CSHARP = '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup><ItemGroup><PackageReference Include="UserSig" Version="*" /></ItemGroup></Project>';
const GO = { GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local', GOWORK: 'off' };
const FILES = { rust: 'main.rs', python: 'main.py', node: 'main.mjs', java: 'Ticket.java', go: 'main.go', php: 'main.php', csharp: 'main.cs', c: 'main.c', cpp: 'main.cpp', curl: 'main.sh', cli: 'main.sh' };

/** A folder with the snippet and the files that it reads. */
function place(id, name, values) {
  const at = join(folder, `${id}-${CASES.findIndex(([other]) => other === name)}`);
  mkdirSync(join(at, 'vendor'), { recursive: true });
  writeFileSync(join(at, FILES[id]), SNIPPETS.find((snippet) => snippet.id === id).code(values));
  writeFileSync(join(at, 'private_key.txt'), keys.private);
  writeFileSync(join(at, 'secret.txt'), keys.secret);
  writeFileSync(join(at, 'vendor/autoload.php'), `<?php require ${JSON.stringify(join(libraries, 'php/autoload.php'))};`);
  if (id === 'node') execFileSync('ln', ['-s', join(libraries, 'node_modules'), at]);
  return at;
}

test('every language is offered, and tested here', () => {
  assert.deepEqual(SNIPPETS.map(({ id }) => id).filter((id) => id !== 'curl').sort(), Object.keys(HOW).sort());
});

for (const { id, label } of SNIPPETS.filter((snippet) => snippet.id !== 'curl')) {
  test(`${label} makes every ticket`, { skip: !needsNothing.includes(id) && (!libraries ? 'with ci/test --full' : id === 'csharp' && !existsSync(join(libraries, 'csharp')) && 'there is no .NET SDK') }, () => {
    for (const [name, values] of CASES) {
      let output;
      try {
        output = HOW[id](place(id, name, values));
      } catch (error) {
        assert.fail(`${label}, ${name}: ${error.stderr || error}\n${SNIPPETS.find((snippet) => snippet.id === id).code(values)}`);
      }
      assert.match(output, /^[A-Za-z0-9*_-]+\n$/, name);
      const key = values.version === '1.0' ? ['--key', `${repository}examples/keys/p256/public_key.txt`] : ['--secret-key-file', `${repository}examples/keys/secret.txt`];
      const said = JSON.parse(
        execFileSync(usersig, ['verify', '--sdkappid', String(values.sdkappid), `--identifier=${values.identifier}`, ...key, '--leeway', '1d', output.trim()]),
      );
      assert.equal(said.expire, values.expire, name);
      if (values.room === undefined) assert.equal(said.userbuf, values.userbuf === null ? null : Buffer.from(values.userbuf).toString('base64'), name);
      else assert.deepEqual([said.room, said.privileges], [values.room, values.privileges], name);
    }
  });
}

test('curl sends what the service takes', () => {
  for (const [name, values] of CASES) {
    const at = place('curl', name, values);
    // Writes its arguments, each ended by a NUL.
    writeFileSync(join(at, 'curl'), '#!/bin/sh\nprintf \'%s\\0\' "$@"\n');
    chmodSync(join(at, 'curl'), 0o755);
    const output = run(at, 'bash', ['-eu', 'main.sh'], { PATH: `${at}:${process.env.PATH}`, USERSIG_TOKEN: 'token' });
    const given = output.split('\0');
    assert.deepEqual(given.slice(0, 2), ['--fail-with-body', `http://127.0.0.1:8080${values.room === undefined ? '/v1/usersig' : '/v1/private-map-key'}`]);
    assert.ok(given.includes('Authorization: Bearer token'));
    const body = JSON.parse(given[given.indexOf('--data') + 1]);
    assert.deepEqual([body.sdkappid, body.identifier, body.expire], [values.sdkappid, values.identifier, values.expire], name);
    if (values.room !== undefined) assert.deepEqual([body.room, body.privileges], [values.room, values.privileges], name);
    else assert.equal(body.userbuf, values.userbuf === null ? undefined : Buffer.from(values.userbuf).toString('base64'), name);
  }
});

test('no snippet holds a key, or a character that reorders what is seen', () => {
  for (const { label, code } of SNIPPETS) {
    for (const [name, values] of CASES) {
      const text = code(values);
      assert.ok(!text.includes(keys.secret) && !text.includes('BEGIN'), `${label}, ${name}`);
      assert.ok(!/[\p{Cf}\u2028\u2029]/u.test(text), `${label}, ${name}`);
      assert.ok(text.endsWith('\n') && !/[ \t]\n/.test(text), `${label}, ${name}`);
    }
  }
});
