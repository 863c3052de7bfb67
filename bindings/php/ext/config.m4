PHP_ARG_WITH([usersig],
  [for UserSig tickets],
  [AS_HELP_STRING([--with-usersig[=DIR]],
    [Build the extension usersig on the C library in DIR, defaults to the one that comes with these sources])])

if test "$PHP_USERSIG" != "no"; then
  dnl The names of platforms are those of the folder lib of the PHP package.
  AS_CASE([$host_os], [darwin*], [usersig_platform=darwin], [usersig_platform=linux])
  AS_CASE([$host_cpu], [arm64], [usersig_platform=$usersig_platform-aarch64], [usersig_platform=$usersig_platform-$host_cpu])
  AS_CASE([$host_os], [*musl*], [usersig_platform=$usersig_platform-musl])
  AS_IF([test "$PHP_USERSIG" = "yes"], [PHP_USERSIG=$abs_srcdir/native/$usersig_platform])

  AC_MSG_CHECKING([for the static library of usersig])
  AS_IF([test -f "$PHP_USERSIG/lib/libusersig.a" && test -f "$PHP_USERSIG/include/usersig.h"],
    [AC_MSG_RESULT([$PHP_USERSIG])],
    [AC_MSG_ERROR([not in $PHP_USERSIG: give --with-usersig=DIR, where DIR has include/usersig.h and lib/libusersig.a (the C package of usersig, for $usersig_platform)])])

  usersig_needs=$($SED -n 's/^Libs.private: //p' "$PHP_USERSIG/lib/pkgconfig/usersig.pc")
  dnl Two versions of the library may be in one process, FFI's for example: none shows its symbols to the other.
  AS_CASE([$host_os], [darwin*], [], [usersig_needs="$usersig_needs -Wl,--exclude-libs,ALL"])
  USERSIG_SHARED_LIBADD="$PHP_USERSIG/lib/libusersig.a $usersig_needs"
  PHP_SUBST([USERSIG_SHARED_LIBADD])
  PHP_NEW_EXTENSION([usersig], [usersig.c], [$ext_shared],, [-I$PHP_USERSIG/include -Wall])
fi
