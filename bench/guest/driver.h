/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

#include "point.h"

/**
 * struct driver - one way to the DSP
 * @name: Q, L, F, P or C
 * @open: session, module and buffers for a point; 0, or -errno. -EOPNOTSUPP: the
 *	driver has nothing of this kind.
 * @call: so many calls of the point, one after the other; 0 or -errno
 * @busy: after a point's operations of some length: what part of the time the DSP was at
 *	work, 0 to 1, or less than 0; NULL: it is not known
 * @close: gives everything back
 */
struct driver {
	const char *name;
	int (*open)(const struct point *point);
	int (*call)(const struct point *point, unsigned int count);
	double (*busy)(void);
	void (*close)(void);
};

extern const struct driver driver_qda;
extern const struct driver driver_node;
extern const struct driver driver_ping;
extern const struct driver driver_queue;

/* Methods of the module echo: nothing; what came; inputs for nothing; an output. */
#define ECHO_NOOP	2u
#define ECHO_ECHO	3u
#define ECHO_SINK	4u
#define ECHO_SOURCE	5u

/* The method that takes a point's arguments. */
static inline unsigned int driver_method(const struct point *point)
{
	if (point->mapped)
		return ECHO_SINK;
	if (point->in && point->out)
		return ECHO_ECHO;
	if (point->in)
		return ECHO_SINK;
	return point->out ? ECHO_SOURCE : ECHO_NOOP;
}

#endif
