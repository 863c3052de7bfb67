'use strict';

// What does the work: the native addon or the portable build. Written by usersig.js before any file is loaded that reads it.
module.exports = { native: null, portable: null, readFile: null };
