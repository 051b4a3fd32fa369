// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a program reaches in the driver: kcov writes down where the calling thread is in
 * the code that was compiled for it, which is the driver's. And the faults on its way.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzzer/fuzzer.h"
#include "tools/board.h"

#define COVER_DEBUG	"/sys/kernel/debug/"
#define COVER_INIT	_IOR('c', 1, unsigned long)
#define COVER_ENABLE	_IO('c', 100)
#define COVER_DISABLE	_IO('c', 101)
#define COVER_TRACE_PC	0
#define COVER_WORDS	(1u << 18)

static struct {
	unsigned long start, end;	/* of both modules */
	unsigned long qda, qda_end;
	unsigned long *words;
	int kcov, nth, kmsg;
} cover = { .kcov = -1, .nth = -1 };

static void cover_find(void)
{
	unsigned long long size, address;
	char line[512], name[64];
	FILE *modules = fopen("/proc/modules", "r");

	cover.start = ~0ul;
	while (modules && fgets(line, sizeof(line), modules)) {
		if (sscanf(line, "%63s %llu %*s %*s %*s %llx", name, &size, &address) != 3 ||
		    strncmp(name, "qda", 3))
			continue;
		if (address < cover.start)
			cover.start = address;
		if (address + size > cover.end)
			cover.end = address + size;
		if (strcmp(name, "qda"))
			continue;
		cover.qda = address;
		cover.qda_end = address + size;
	}
	if (modules)
		fclose(modules);
}

static void cover_prepare_faults(void)
{
	static const char *const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
	static const char *const values[][2] = {
		{ "stacktrace-depth", "32" }, { "verbose", "0" }, { "ignore-gfp-wait", "N" },
		{ "ignore-gfp-highmem", "N" }, { "min-order", "0" },
	};
	char path[128], text[32];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		for (size_t j = 0; j < sizeof(values) / sizeof(values[0]); j++) {
			snprintf(path, sizeof(path), COVER_DEBUG "%s/%s", kinds[i], values[j][0]);
			board_write(path, values[j][1]);
		}
		snprintf(path, sizeof(path), COVER_DEBUG "%s/require-start", kinds[i]);
		snprintf(text, sizeof(text), "%#lx", cover.start);
		board_write(path, text);
		snprintf(path, sizeof(path), COVER_DEBUG "%s/require-end", kinds[i]);
		snprintf(text, sizeof(text), "%#lx", cover.end);
		board_write(path, text);
	}
}

bool fuzzer_cover_init(void)
{
	cover_find();
	cover_prepare_faults();
	cover.nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	cover.kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(cover.kmsg, 0, SEEK_END);
	cover.kcov = open(COVER_DEBUG "kcov", O_RDWR | O_CLOEXEC);
	if (!cover.qda || cover.kcov < 0 || cover.nth < 0 || cover.kmsg < 0 ||
	    ioctl(cover.kcov, COVER_INIT, COVER_WORDS))
		return false;
	cover.words = mmap(NULL, COVER_WORDS * sizeof(*cover.words), PROT_READ | PROT_WRITE,
			   MAP_SHARED, cover.kcov, 0);
	return cover.words != MAP_FAILED && !ioctl(cover.kcov, COVER_ENABLE, COVER_TRACE_PC);
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

long fuzzer_cover_offset(size_t bit)
{
	unsigned long pc = cover.start + bit * 4;

	return pc >= cover.qda && pc < cover.qda_end ? (long)(pc - cover.qda) : -1;
}

bool fuzzer_cover_report(void)
{
	static const char *const words[] = {
		"BUG:", "WARNING:", "KASAN:", "UBSAN:", "ODEBUG:", "DMA-API:", "INFO: task",
		"refcount_t:", "possible circular", "suspicious RCU", "sleeping function",
	};
	char record[8192];
	bool bad = false;
	ssize_t got;

	while ((got = read(cover.kmsg, record, sizeof(record) - 1)) > 0 ||
	       (got < 0 && errno == EPIPE)) {
		if (got < 0)
			continue;
		record[got] = '\0';
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strstr(record, words[i])) {
				printf("# the kernel says: %s\n", strchr(record, ';') + 1);
				bad = true;
			}
	}
	return bad;
}

void fuzzer_fault_arm(unsigned int nth)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", nth);

	if (pwrite(cover.nth, text, (size_t)length, 0) != length)
		perror("fail-nth");
}

void fuzzer_fault_disarm(void)
{
	if (pwrite(cover.nth, "0", 1, 0) != 1)
		perror("fail-nth");
}
