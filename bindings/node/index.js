'use strict';

module.exports = require('./lib/usersig.js')(require('./lib/load.js'));
