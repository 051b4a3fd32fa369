// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Faults that the debug kernel makes on request.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/fault.h"
#include "tools/watch.h"

#define FAULT_DEBUG	"/sys/kernel/debug/"
#define FAULT_TRACE	"/sys/kernel/tracing/"
#define FAULT_NTH	"/proc/thread-self/fail-nth"

/* No operation meets more than this. */
#define FAULT_NTH_MAX	2000
/* Each of so many fails. Of more, which come in hundreds from one place, one of eight. */
#define FAULT_NTH_EACH	40u

/* kmemleak goes without what it could not allocate. */
const char *const fault_log[] = { "kmemleak: Cannot allocate a scan area*", NULL };

/* Kinds of faults, and what the kernel calls them. */
static const struct fault_kind {
	const char *what, *name;
	bool is_copy;
} fault_kinds[] = {
	{ "slab", "failslab", false },
	{ "pages", "fail_page_alloc", false },
	{ "copies", "fail_usercopy", true },
};

static void fault_set(const struct fault_kind *kind, const char *file, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), FAULT_DEBUG "%s/%s", kind->name, file);
	T_OK(board_write(path, value));
}

/* This kind fails below code that lies there. */
static void fault_set_place(const struct fault_kind *kind, unsigned long start, unsigned long end)
{
	char text[32];

	snprintf(text, sizeof(text), "%#lx", start);
	fault_set(kind, "require-start", text);
	snprintf(text, sizeof(text), "%#lx", end);
	fault_set(kind, "require-end", text);
}

/* Only this kind of fault happens from here on. */
static void fault_choose(const struct fault_kind *chosen, const char *driver)
{
	unsigned long start, end;

	T_OK(board_module_find(driver, &start, &end));
	for (size_t i = 0; i < T_ARRAY(fault_kinds); i++) {
		/* There is no code at address 1. */
		if (&fault_kinds[i] == chosen)
			fault_set_place(chosen, start, end);
		else
			fault_set_place(&fault_kinds[i], 1, 2);
	}
}

static int fault_prepare(void)
{
	int nths = open(FAULT_NTH, O_RDWR | O_CLOEXEC);

	if (nths < 0 || access(FAULT_DEBUG "failslab", F_OK))
		t_skip("this kernel does not fail allocations on request");
	for (size_t i = 0; i < T_ARRAY(fault_kinds); i++) {
		fault_set(&fault_kinds[i], "stacktrace-depth", "32");
		fault_set(&fault_kinds[i], "verbose", "0");
		if (!fault_kinds[i].is_copy)
			fault_set(&fault_kinds[i], "ignore-gfp-wait", "N");
	}
	fault_set(&fault_kinds[1], "ignore-gfp-highmem", "N");
	fault_set(&fault_kinds[1], "min-order", "0");
	return nths;
}

int fault_prepare_all(unsigned long start, unsigned long end)
{
	int nths = fault_prepare();

	for (size_t i = 0; i < T_ARRAY(fault_kinds); i++)
		fault_set_place(&fault_kinds[i], start, end);
	return nths;
}

void fault_arm(int nths, unsigned int nth)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", nth);

	T_EQ(pwrite(nths, text, length, 0), length);
}

bool fault_disarm(int nths)
{
	char text[16] = "";

	T_CHECK(pread(nths, text, sizeof(text) - 1, 0) > 0);
	T_EQ(pwrite(nths, "0", 1, 0), 1);
	return atoi(text) == 0;
}

/*
 * What the IOMMU's code answers is seen by probes, so that a walk can say how many
 * mappings have failed with what it made fail below them.
 */
static const struct fault_probe {
	const char *make, *filter, *what, *remove;
} fault_probes[] = {
	{ "r:fault/sg iommu_dma_map_sg ret=$retval:s32", FAULT_TRACE "events/fault/sg/filter",
	  "ret < 0", "-:fault/sg" },
	{ "r:fault/phys iommu_dma_map_phys ret=$retval:s64",
	  FAULT_TRACE "events/fault/phys/filter", "ret == -1", "-:fault/phys" },
	{ "r:fault/alloc iommu_dma_alloc ret=$retval:s64",
	  FAULT_TRACE "events/fault/alloc/filter", "ret == 0", "-:fault/alloc" },
};

static void fault_probe_end(void)
{
	/* Those of a case that was killed as well. */
	board_write(FAULT_TRACE "events/fault/enable", "0");
	for (size_t i = 0; i < T_ARRAY(fault_probes); i++)
		board_write(FAULT_TRACE "kprobe_events", fault_probes[i].remove);
}

static void fault_probe_begin(void)
{
	fault_probe_end();
	for (size_t i = 0; i < T_ARRAY(fault_probes); i++) {
		T_OK(board_write(FAULT_TRACE "kprobe_events", fault_probes[i].make));
		T_OK(board_write(fault_probes[i].filter, fault_probes[i].what));
	}
	T_SYS(close(open(FAULT_TRACE "trace", O_WRONLY | O_TRUNC | O_CLOEXEC)));
	T_OK(board_write(FAULT_TRACE "events/fault/enable", "1"));
}

static unsigned int fault_probed(void)
{
	FILE *trace = fopen(FAULT_TRACE "trace", "r");
	unsigned int count = 0;
	char line[512];

	T_CHECK(trace);
	while (fgets(line, sizeof(line), trace))
		count += *line != '#' && strstr(line, "ret=");
	fclose(trace);
	return count;
}

static bool fault_is_expected(const struct fault_kind *kind, const struct fault_op *op, int ret)
{
	if (kind->is_copy)
		return ret == -EFAULT || (op->in_only && !ret);
	/* Some are made to do without: then it works. */
	return !ret || ret == -ENOMEM || (op->fails && ret == op->fails);
}

/* One try; whether it has met a fault. */
static bool fault_try(const struct fault_kind *kind, const struct fault_op *op, void *data,
		      int nths, unsigned int nth)
{
	bool met;
	int ret;

	op->prepare(data);
	T_STEP("the operation");
	fault_arm(nths, nth);
	ret = op->run(data);
	met = fault_disarm(nths);
	if (met ? !fault_is_expected(kind, op, ret) : ret)
		t_fail("with fault %u of %s: %s", met ? nth : 0, kind->what, strerror(-ret));
	if (ret && op->failed)
		op->failed(data);
	if (ret && !op->once)
		T_OK(op->run(data));
	op->undo(data);
	if (!watch_counters_zero(10000))
		t_fail("fault %u of %s has left something", nth, kind->what);
	return met;
}

/* Return: how many faults of the kind there are. The last of them fail one by one again. */
static unsigned int fault_walk_kind(const struct fault_kind *kind, const struct fault_op *op,
				    void *data, int nths)
{
	unsigned int last = 0, step = 1;
	bool near_end = false;

	fault_choose(kind, op->driver);
	for (;;) {
		T_CHECK(last < FAULT_NTH_MAX);
		if (fault_try(kind, op, data, nths, last + step)) {
			last += step;
			if (last >= FAULT_NTH_EACH && !near_end)
				step = last / 8;
		} else if (step == 1) {
			return last;
		} else {
			near_end = true;
			step = 1;
		}
	}
}

void fault_walk(const struct fault_op *op, void *data)
{
	unsigned int counts[T_ARRAY(fault_kinds)];
	int nths;

	nths = fault_prepare();
	fault_probe_begin();
	for (size_t i = 0; i < T_ARRAY(fault_kinds); i++)
		counts[i] = fault_walk_kind(&fault_kinds[i], op, data, nths);
	t_note("faults met: %u slab, %u pages, %u copies; DMA mappings failed by them: %u",
	       counts[0], counts[1], counts[2], fault_probed());
	fault_probe_end();
	close(nths);
}
