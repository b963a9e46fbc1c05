#ifndef CSTART_H
#define CSTART_H

// Nothing to call: linking start.c is enough.

#endif
