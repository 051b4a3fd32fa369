// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Runs programs: calls their steps one after the other, and takes back what they made.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzzer/steps.h"
#include "tools/raw.h"
#include "tools/t.h"

static const struct {
	const char *name;
	void (*run)(const uint8_t *a);
} steps_table[] = {
#define STEPS_ENTRY(name, function)	{ #name, function },
	STEPS_TABLE(STEPS_ENTRY)
};

struct steps_file steps_files[STEPS_FILES];
uint8_t *steps_memory;

const char *steps_name(unsigned int op)
{
	return steps_table[op % STEPS_COUNT].name;
}

__u64 steps_or(__u64 good, uint8_t byte)
{
	static const __u64 odd[32] = {
		0, 1, 2, 3, 4, 7, 8, 16, 63, 64, 65, 255, 256, 4095, 4096, 4097, 4711, 8192,
		65535, 65536, 1u << 20, 1u << 21, (1u << 21) + 1, 0x7fffffff, 0x80000000,
		0xffffffff, 1ull << 32, (1ull << 32) + 4096, 1ull << 62, 1ull << 63,
		~0ull - 4095, ~0ull,
	};

	return byte < 0xe0 ? good : odd[byte & 31];
}

__u64 steps_pointer(const void *good, uint8_t byte)
{
	if (byte >= 0xfe)
		return 0x10;
	if (byte >= 0xfc)
		return (uintptr_t)steps_memory + STEPS_MEMORY - 8;
	return byte == 0xfb ? 0 : (uintptr_t)good;
}

struct steps_file *steps_file(uint8_t byte)
{
	return &steps_files[byte < 0xd0 ? 0 : byte % STEPS_FILES];
}

__s64 steps_time(uint8_t byte)
{
	if (byte >= 0xf8)
		return (__s64)steps_or(0, byte);
	/* Some are over at once. */
	return raw_deadline(byte && byte < 16 ? byte : STEPS_CALL_MS);
}

void steps_close_file(struct steps_file *f)
{
	for (unsigned int i = 0; i < STEPS_SLOTS; i++)
		if (f->memory[i])
			munmap(f->memory[i], f->size[i]);
	if (f->fd >= 0)
		close(f->fd);
	memset(f, 0, sizeof(*f));
	f->fd = -1;
}

static void steps_ignore(int signal)
{
	(void)signal;
}

static void steps_init(void)
{
	struct sigaction action = { .sa_handler = steps_ignore };

	steps_memory = mmap(NULL, STEPS_MEMORY + t_page(), PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	T_CHECK(steps_memory != MAP_FAILED);
	T_SYS(mprotect(steps_memory + STEPS_MEMORY, t_page(), PROT_NONE));
	T_SYS(sigaction(SIGALRM, &action, NULL));
	for (unsigned int i = 0; i < STEPS_FILES; i++)
		steps_files[i].fd = -1;
}

void steps_run(const struct fuzzer_program *program)
{
	static const struct itimerval never, guard = {
		.it_value.tv_sec = STEPS_GUARD_S, .it_interval.tv_sec = STEPS_GUARD_S,
	};

	if (!steps_memory)
		steps_init();
	setitimer(ITIMER_REAL, &guard, NULL);
	steps_count_program();
	for (unsigned int i = 0; i < program->count; i++) {
		const struct fuzzer_step *step = &program->steps[i];

		if (step->nth && step->nth <= FUZZER_NTH_MAX)
			fuzzer_cover_arm(step->nth);
		steps_table[step->op % STEPS_COUNT].run(step->a);
		fuzzer_cover_disarm();
	}
	for (unsigned int i = 0; i < STEPS_FILES; i++)
		steps_close_file(&steps_files[i]);
	steps_close_legacy();
	steps_close_dmabufs();
	setitimer(ITIMER_REAL, &never, NULL);
}
