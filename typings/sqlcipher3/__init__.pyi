# The package is the standard library's sqlite3 module, built with SQLCipher.
