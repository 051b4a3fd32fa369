// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a program reaches in the driver: kcov writes down where the calling thread is in
 * the code that was compiled for it, which is the driver's. And the faults on its way.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzzer/fuzzer.h"
#include "tools/board.h"
#include "tools/fault.h"

/* Documentation/dev-tools/kcov.rst of the kernel: the first word is the count. */
#define COVER_INIT	_IOR('c', 1, unsigned long)
#define COVER_ENABLE	_IO('c', 100)
#define COVER_TRACE_PC	0
#define COVER_WORDS	(1u << 18)

static struct {
	unsigned long start, end;	/* of the code of both modules */
	unsigned long *words;
	int nths, kmsg;
} cover;

static void cover_find(void)
{
	unsigned long start, end;

	T_OK(board_module_find("qda", &cover.start, &cover.end));
	T_OK(board_module_find("qda_legacy", &start, &end));
	if (start < cover.start)
		cover.start = start;
	if (end > cover.end)
		cover.end = end;
}

bool fuzzer_cover_init(void)
{
	int kcov = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);

	if (kcov < 0 || ioctl(kcov, COVER_INIT, COVER_WORDS))
		return false;
	cover.words = mmap(NULL, COVER_WORDS * sizeof(*cover.words), PROT_READ | PROT_WRITE,
			   MAP_SHARED, kcov, 0);
	if (cover.words == MAP_FAILED || ioctl(kcov, COVER_ENABLE, COVER_TRACE_PC))
		return false;
	cover_find();
	cover.nths = fault_prepare_all(cover.start, cover.end);
	T_SYS(cover.kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
	T_SYS(lseek(cover.kmsg, 0, SEEK_END));
	return true;
}

void fuzzer_cover_begin(void)
{
	__atomic_store_n(&cover.words[0], 0, __ATOMIC_RELAXED);
}

unsigned int fuzzer_cover_end(uint8_t *seen, size_t bits)
{
	unsigned long count = __atomic_load_n(&cover.words[0], __ATOMIC_RELAXED);
	unsigned int fresh = 0;

	for (unsigned long i = 1; i <= count && i < COVER_WORDS; i++) {
		/* An instruction has four bytes. */
		unsigned long pc = cover.words[i], bit = (pc - cover.start) / 4;

		if (pc < cover.start || pc >= cover.end || bit >= bits)
			continue;
		if (!(seen[bit / 8] & 1 << bit % 8)) {
			seen[bit / 8] |= (uint8_t)(1 << bit % 8);
			fresh++;
		}
	}
	return fresh;
}

bool fuzzer_cover_report(void)
{
	static const char *const words[] = {
		"BUG:", "WARNING:", "KASAN:", "UBSAN:", "ODEBUG:", "DMA-API:", "INFO: task",
		"refcount_t:", "possible circular", "possible recursive", "suspicious RCU",
		"sleeping function", "new suspected memory leaks",
	};
	char record[8192];
	bool bad = false;
	ssize_t got;

	while ((got = read(cover.kmsg, record, sizeof(record) - 1)) > 0 ||
	       (got < 0 && errno == EPIPE)) {
		if (got < 0)
			continue;
		record[got] = '\0';
		for (size_t i = 0; i < T_ARRAY(words); i++)
			if (strstr(record, words[i])) {
				t_note("the kernel says: %s", strchr(record, ';') + 1);
				bad = true;
			}
	}
	return bad;
}

void fuzzer_cover_arm(unsigned int nth)
{
	fault_arm(cover.nths, nth);
}

void fuzzer_cover_disarm(void)
{
	fault_disarm(cover.nths);
}
