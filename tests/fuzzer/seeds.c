// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Programs to begin with: the usual way through each part of the driver.
 */
#include "fuzzer/steps.h"
#include "tools/t.h"

/* A session with an object in slot 0 and the module selftest. */
#define SEEDS_REMOTE						\
	{ .op = STEP_OPEN }, { .op = STEP_OBJECT },		\
	{ .op = STEP_MMAP }, { .op = STEP_CREATE }, { .op = STEP_MODULE }
/* The same on a node of fastrpc.ko. */
#define SEEDS_NODE						\
	{ .op = STEP_L_OPEN }, { .op = STEP_L_CREATE, .a = { 3 } }, { .op = STEP_L_MODULE }

#define SEEDS(...) { .count = sizeof((struct fuzzer_step[]){ __VA_ARGS__ }) /	\
		     sizeof(struct fuzzer_step), .steps = { __VA_ARGS__ } }

const struct fuzzer_program fuzzer_seeds[] = {
	/* What the DSP can do, which is asked before there is a session; and other PDs. */
	SEEDS({ .op = STEP_OPEN }, { .op = STEP_QUERY }, { .op = STEP_QUERY, .a = { 0, 1 } },
	      { .op = STEP_ATTACH }, { .op = STEP_ATTACH, .a = { 0, 1, [6] = 1 } },
	      { .op = STEP_ATTACH, .a = { 0, 2, [6] = 2 } }, { .op = STEP_LOOK }),
	/* Calls; one of them is polled. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_POLL }, { .op = STEP_INVOKE },
	      { .op = STEP_INVOKE, .a = { [5] = 1 } }, { .op = STEP_LOOK, .a = { 4 } },
	      { .op = STEP_LOOK }, { .op = STEP_END }),
	/* Jobs: with results and a syncobj; two in a row; one with the objects' fences. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_OBJECT, .a = { 0, 1, 1 } }, { .op = STEP_SYNC },
	      { .op = STEP_SUBMIT, .a = { [2] = 2, [4] = 2 | 8, [8] = 1 } },
	      { .op = STEP_SUBMIT, .a = { [4] = 1 } }, { .op = STEP_SUBMIT, .a = { [4] = 128 } },
	      { .op = STEP_SUBMIT, .a = { [4] = 128 | 16 } }, { .op = STEP_LOOK },
	      { .op = STEP_SYNC, .a = { [2] = 2 } },
	      { .op = STEP_SYNC, .a = { [2] = 3, [3] = 63 } }),
	/* Jobs that end as points of a timeline. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_SYNC },
	      { .op = STEP_SUBMIT, .a = { [4] = 2, [6] = 1 << 5 } },
	      { .op = STEP_SUBMIT, .a = { [4] = 2 | 1, [5] = 1 << 6, [6] = 2 << 5 } }),
	/* They do not end, and there is no room for another one. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_SYNC }, { .op = STEP_LIE, .a = { 12 } },
	      { .op = STEP_SUBMIT, .a = { [3] = 0xe8, [4] = 2 } },
	      { .op = STEP_SYNC, .a = { [2] = 2 } }, { .op = STEP_SUBMIT, .a = { [2] = 3 } },
	      { .op = STEP_INVOKE }, { .op = STEP_LOOK, .a = { 2 } }),
	/* Memory that is touched, and mapped twice. */
	SEEDS({ .op = STEP_OPEN }, { .op = STEP_OBJECT, .a = { [2] = 1 } },
	      { .op = STEP_MMAP, .a = { [4] = 1, [5] = 1, [6] = 1 } }),
	/* Memory of another driver, which is busy with it. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_FOREIGN, .a = { 0, 1 } },
	      { .op = STEP_IMPORT, .a = { 0, 1 } }, { .op = STEP_FENCE },
	      { .op = STEP_INVOKE, .a = { [7] = 1, [8] = 1 } },
	      { .op = STEP_SUBMIT, .a = { [4] = 128, [7] = 1, [8] = 1 } },
	      { .op = STEP_FENCE, .a = { 1 } }, { .op = STEP_INVOKE, .a = { [7] = 1, [8] = 1 } }),
	/* One of our objects in both files. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_OPEN, .a = { 0xd1 } }, { .op = STEP_EXPORT },
	      { .op = STEP_IMPORT, .a = { 0xd1 } }, { .op = STEP_CREATE, .a = { 0xd1 } },
	      { .op = STEP_MAP, .a = { 0xd1, [3] = 1 } }, { .op = STEP_CLOSE },
	      { .op = STEP_MUNMAP, .a = { 0xd1 } }),
	/* Mappings that last. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_MAP }, { .op = STEP_MAP, .a = { [3] = 1, [11] = 1 } },
	      { .op = STEP_LOOK }, { .op = STEP_MUNMAP }, { .op = STEP_MUNMAP, .a = { [2] = 1 } },
	      { .op = STEP_GEM_CLOSE }),
	/* A PD with a program. */
	SEEDS({ .op = STEP_OPEN }, { .op = STEP_OBJECT, .a = { [2] = 1 } }, { .op = STEP_MMAP },
	      { .op = STEP_CREATE, .a = { [5] = 1 } },
	      { .op = STEP_CREATE, .a = { [1] = 0xc0, [5] = 1, [12] = 1 } }),
	/* No bank is left. */
	SEEDS({ .op = STEP_OPEN }, { .op = STEP_CREATE }, { .op = STEP_CREATE },
	      { .op = STEP_CREATE }, { .op = STEP_CREATE },  { .op = STEP_CREATE },
	      { .op = STEP_CREATE }, { .op = STEP_CREATE },
	      { .op = STEP_CREATE, .a = { [3] = 1 } }),
	/* The DSP ends with calls in it. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_MAP, .a = { [3] = 1 } },
	      { .op = STEP_LIE, .a = { 12 } }, { .op = STEP_SUBMIT },
	      { .op = STEP_INVOKE, .a = { [4] = 1 } }, { .op = STEP_RESTART, .a = { 0, 1 } },
	      { .op = STEP_LOOK, .a = { 3 } }, { .op = STEP_LOOK, .a = { 3, 1 } }),
	/* A PD ends. */
	SEEDS(SEEDS_REMOTE, { .op = STEP_LIE, .a = { 13 } }, { .op = STEP_INVOKE },
	      { .op = STEP_SUBMIT }, { .op = STEP_LOOK, .a = { 3 } }),
	/* Calls with bytes and with memory of the node. */
	SEEDS(SEEDS_NODE, { .op = STEP_L_INVOKE }, { .op = STEP_L_INVOKE, .a = { 3 } },
	      { .op = STEP_L_ALLOC }, { .op = STEP_L_INVOKE, .a = { 4, [4] = 2 } },
	      { .op = STEP_L_INVOKE, .a = { 5, [3] = 1, [4] = 2 } }, { .op = STEP_L_OTHER },
	      { .op = STEP_L_INVOKE }, { .op = STEP_L_OTHER, .a = { 1 } }),
	/* The DSP lets go of memory that it was never given, and of one that it was. */
	SEEDS(SEEDS_NODE, { .op = STEP_L_ALLOC }, { .op = STEP_LIE, .a = { 7, 3, 1, 5 } },
	      { .op = STEP_L_INVOKE, .a = { 5, [3] = 1, [4] = 2 } }, { .op = STEP_L_INVOKE }),
	/* Its mappings. */
	SEEDS(SEEDS_NODE, { .op = STEP_L_MAP }, { .op = STEP_L_UNMAP }, { .op = STEP_L_ALLOC },
	      { .op = STEP_L_MEM_MAP, .a = { 0, 0, 1 } },
	      { .op = STEP_L_MEM_MAP, .a = { 1, 0, 1 } }),
	/* A signal comes while a call of it is under way, which is then made again. */
	SEEDS(SEEDS_NODE, { .op = STEP_LIE, .a = { 17, 3, 1, 20 } },
	      { .op = STEP_SIGNAL, .a = { 20 } }, { .op = STEP_L_INVOKE, .a = { 4 } },
	      { .op = STEP_L_INVOKE, .a = { 4 } }),
	/* Its other PDs. */
	SEEDS({ .op = STEP_L_OPEN }, { .op = STEP_L_CREATE }),
	SEEDS({ .op = STEP_L_OPEN }, { .op = STEP_L_CREATE, .a = { 1 } }),
	SEEDS({ .op = STEP_L_OPEN }, { .op = STEP_L_CREATE, .a = { 2 } }),
	SEEDS({ .op = STEP_L_OPEN }, { .op = STEP_L_CREATE, .a = { 3, 1 } }),
	SEEDS({ .op = STEP_L_OPEN }, { .op = STEP_L_ALLOC },
	      { .op = STEP_L_CREATE, .a = { 3, 2 } }),
};

const unsigned int fuzzer_seeds_count = T_ARRAY(fuzzer_seeds);
