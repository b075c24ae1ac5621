# The same names as the module it was made from; its own are computed at import.
from sqlite3.dbapi2 import *
