// Extended attributes, which the module Glibc leaves out.
#include <sys/xattr.h>
