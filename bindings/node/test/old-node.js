'use strict';

// What the tests need and Node.js before 18 has not: node --require ./old-node.js FILE runs a file's tests one after the other,
// and prints what node's own runner does.

const Module = require('module');
const { deserialize, serialize } = require('v8');

const queue = [];
const test = (name, run) => void queue.push([name, run]);
const describe = (_, declare) => declare();

const own = { 'node:test': { describe, test }, 'node:assert/strict': require('assert').strict };
const load = Module._load;
Module._load = (request, ...rest) => own[request] ?? load(request, ...rest);
global.structuredClone = global.structuredClone ?? ((value) => deserialize(serialize(value)));

/** A method replaced until the test has ended, as `t.mock.method`. */
function mocking(after) {
  return {
    method(object, name, replacement) {
      const original = object[name];
      object[name] = replacement;
      after.push(() => { object[name] = original; });
    },
  };
}

process.once('beforeExit', async () => {
  let passed = 0;
  for (const [name, run] of queue) {
    const after = [];
    try {
      await run({ after: (end) => after.push(end), mock: mocking(after) });
      passed += 1;
    } catch (error) {
      console.log(`not ok - ${name}\n  ${error.stack}\n  ...`);
    }
    after.forEach((end) => end());
  }
  console.log(`# cancelled 0\n# pass ${passed}\n# fail ${queue.length - passed}`);
  process.exitCode = passed > 0 && passed === queue.length ? 0 : 1;
});
