// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * C++ with types at run time and with exceptions, as most code is compiled.
 */

extern "C" {
#include "dsp.h"
#include "probe_parts.h"
#include "rule.h"
}

namespace {

struct casts_top {
	virtual ~casts_top() {}
	int top = 1;
};

struct casts_left : virtual casts_top {
	int left = 2;
};

struct casts_right : virtual casts_top {
	int right = 3;
};

struct casts_other {
	virtual ~casts_other() {}
	int other = 4;
};

struct casts_hidden {
	virtual ~casts_hidden() {}
};

struct casts_all : casts_left, casts_right, casts_other, private casts_hidden {
	casts_hidden *hidden() { return this; }
	int all = 5;
};

struct casts_plain : casts_other {
	int plain = 6;
};

struct casts_twice_a : casts_other {};
struct casts_twice_b : casts_other {};
struct casts_twice : casts_twice_a, casts_twice_b {};

}

/* Down, across, to what is not there, to what is there twice or private. */
extern "C" uint32_t probe_casts(void)
{
	casts_all *all = new casts_all;
	casts_plain *plain = new casts_plain;
	casts_twice *twice = new casts_twice;
	casts_top *top = all;
	casts_other *other = all;
	casts_twice_a *a = twice;

	RULE(dynamic_cast<casts_all *>(top) == all);
	RULE(dynamic_cast<casts_left *>(top)->left == 2);
	RULE(dynamic_cast<casts_right *>(other)->right == 3);
	RULE(dynamic_cast<casts_top *>(other) == top);
	RULE(dynamic_cast<void *>(other) == all);
	RULE(!dynamic_cast<casts_plain *>(other));
	other = plain;
	RULE(dynamic_cast<casts_plain *>(other) == plain);
	RULE(!dynamic_cast<casts_left *>(other));
	RULE(!dynamic_cast<casts_top *>(all->hidden()) ||
	     dynamic_cast<casts_top *>(all->hidden()) == top);
	RULE(!dynamic_cast<casts_hidden *>(top));
	other = a;
	RULE(dynamic_cast<casts_twice *>(other) == twice);
	RULE(dynamic_cast<casts_twice_b *>(other) == twice);
	RULE(!dynamic_cast<casts_plain *>(other));
	delete all;
	delete plain;
	delete twice;
	return 0;
}

static int casts_caught;

extern "C" void probe_throw(void)
{
	try {
		throw casts_plain();
	} catch (const casts_other &) {
		casts_caught++;
	}
}
