'use strict';

// node scripts/pack.js VERSION OUT BINARY TARGET…: packs the main package, and for each pair of a built binary and its
// Rust target that platform's package, into OUT. A release
// builds each platform's binary where it can and packs all of them in one call.

const { execFileSync } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { platforms } = require('../lib/platforms.js');

const root = join(__dirname, '..');
/** The licences of what is linked into the binary, built beside it. */
const notices = 'THIRD-PARTY-NOTICES.txt';

/** The main package asks for the platform packages that are packed with it, and for no name that nobody has published. */
function mainManifest(base, version, packed) {
  return { ...base, version, optionalDependencies: Object.fromEntries(packed.map(({ name }) => [name, version])) };
}

function platformManifest(base, version, { platform, arch, libc, name, file }) {
  return {
    name,
    version,
    description: `The native binary of usersig for ${platform} ${arch}${libc ? ` (${libc})` : ''}. Not affiliated with Tencent`,
    keywords: base.keywords,
    license: base.license,
    author: base.author,
    homepage: base.homepage,
    bugs: base.bugs,
    repository: base.repository,
    engines: base.engines,
    type: base.type,
    os: [platform],
    cpu: [arch],
    ...(libc && { libc: [libc] }),
    main: file,
    files: [file, notices],
  };
}

function pack(out, manifest, copyInto) {
  const folder = mkdtempSync(join(tmpdir(), 'usersig-pack-'));
  try {
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    cpSync(join(root, '../../LICENSE'), join(folder, 'LICENSE'));
    copyInto(folder);
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function main([version, out, ...built]) {
  const base = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (base.version !== version) throw new Error(`package.json says ${base.version} and the workspace ${version}`);
  const packed = [];
  for (let i = 0; i < built.length; i += 2) {
    const [binary, target] = built.slice(i, i + 2);
    const platform = platforms.find((row) => row.target === target);
    if (!platform) throw new Error(`no platform of the table is ${target}`);
    packed.push({ ...platform, binary });
  }
  mkdirSync(out, { recursive: true });
  pack(out, mainManifest(base, version, packed), (folder) => {
    for (const name of [...base.files, 'README.md']) cpSync(join(root, name), join(folder, name), { recursive: true });
  });
  for (const platform of packed) {
    pack(out, platformManifest(base, version, platform), (folder) => {
      cpSync(platform.binary, join(folder, platform.file));
      cpSync(join(dirname(platform.binary), notices), join(folder, notices));
      const readme = `# ${platform.name}\n\nThe ${platform.target} binary of the package usersig, which installs it.\n`;
      writeFileSync(join(folder, 'README.md'), readme);
    });
  }
}

if (require.main === module) main(process.argv.slice(2));
module.exports = { mainManifest, platformManifest };
