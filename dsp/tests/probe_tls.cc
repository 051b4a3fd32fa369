// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Thread-local variables: with a value, without one, aligned, and an object that has a
 * destructor.
 */

extern "C" {
#include "dsp.h"
#include "probe_parts.h"
#include "rule.h"
}

#define TLS_STACK	8192u

static volatile uint32_t tls_destroyed;

struct tls_object {
	int value = 5;
	~tls_object() { __atomic_add_fetch(&tls_destroyed, (uint32_t)value, __ATOMIC_SEQ_CST); }
};

static __thread int tls_set = 42;
__thread int tls_clear[100];
static __thread char tls_aligned[64] __attribute__((aligned(64)));
static thread_local tls_object tls_with_end;

static uint32_t tls_look(int add)
{
	RULE(tls_set == 42 && tls_clear[0] == 0 && tls_clear[99] == 0);
	RULE((uintptr_t)tls_aligned % 64 == 0);
	tls_set += add;
	tls_clear[99] = add;
	tls_with_end.value += add;
	HAP_timer_sleep(1000);
	RULE(tls_set == 42 + add && tls_clear[99] == add && tls_with_end.value == 5 + add);
	return 0;
}

static void tls_run(void *argument)
{
	uint32_t *broken = (uint32_t *)argument;

	*broken = tls_look((int)*broken);
	qurt_thread_exit(0);
}

extern "C" uint32_t probe_tls(void)
{
	uint32_t ids[3], broken[3], first = tls_set == 42 ? tls_look(7) : 0;
	void *stacks[3];

	for (int i = 0; i < 3; i++) {
		struct dsp_thread_attributes attributes = {};

		stacks[i] = malloc(TLS_STACK);
		attributes.priority = 200;
		attributes.stack_size = TLS_STACK;
		attributes.stack = stacks[i];
		attributes.detach = 1;
		broken[i] = (uint32_t)i + 1;
		RULE(qurt_thread_create(&ids[i], &attributes, tls_run, &broken[i]) == 0);
	}
	for (int i = 0; i < 3; i++) {
		RULE(qurt_thread_join(ids[i], NULL) == 0);
		RULE(!broken[i]);
		free(stacks[i]);
	}
	RULE(tls_destroyed == 3 * 5 + 1 + 2 + 3);
	return first;
}
