# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
need_apt php-cli composer unzip
deliver php
export COMPOSER_HOME="$WORK/composer" COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_NO_INTERACTION=1 COMPOSER_DISABLE_NETWORK=1
mkdir "$COMPOSER_HOME"
echo '{"repositories": {"packagist.org": false}}' >"$COMPOSER_HOME/config.json"
