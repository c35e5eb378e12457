#ifndef MOAT_CALLOCATIONS_H
#define MOAT_CALLOCATIONS_H
// Linked into the benchmark only: counts every allocation of the calling thread, which the
// claim "judging allocates nothing" is held against.
unsigned long moat_allocations(void);
#endif
