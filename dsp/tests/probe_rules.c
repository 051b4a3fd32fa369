// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the documentation of C, QuRT and HAP says about results: errors, edges,
 * layouts.
 */

#include "dsp.h"
#include "probe.h"
#include "probe_parts.h"
#include "rule.h"

#define RULES_STACK	8192u

static struct dsp_object rules_barrier, rules_signal;
static volatile uint32_t rules_last, rules_count;

static void rules_meets(void *argument)
{
	(void)argument;
	if (qurt_barrier_wait(&rules_barrier) == 1)
		__atomic_add_fetch(&rules_last, 1, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&rules_count, 1, __ATOMIC_SEQ_CST);
	qurt_thread_exit(7);
}

/* Return: 0, or not 0 if the thread was not made. */
static int rules_start(uint32_t *id, uint16_t priority, uint32_t stack_size, uint16_t detach,
		       void *stack)
{
	struct dsp_thread_attributes attributes = {
		.name = "rules",
		.priority = priority,
		.stack_size = stack_size,
		.stack = stack,
		.detach = detach,
	};

	return qurt_thread_create(id, &attributes, rules_meets, NULL);
}

static uint32_t rules_threads(void)
{
	void *stack = malloc(RULES_STACK);
	uint32_t id = 0, self = qurt_thread_get_id();
	int status = 0, before = qurt_thread_get_priority(self);

	qurt_barrier_init(&rules_barrier, 1);
	RULE(self && qurt_thread_get_priority(0xdead) == -1);
	RULE(qurt_thread_set_priority(0xdead, 100) == -1);
	RULE(qurt_thread_set_priority(self, 100) == 0);
	RULE(qurt_thread_get_priority(self) == 100);
	RULE(qurt_thread_set_priority(self, (uint16_t)before) == 0);
	RULE(rules_start(&id, 0, RULES_STACK, 1, stack) == 12);
	RULE(rules_start(&id, 255, RULES_STACK, 1, stack) == 12);
	RULE(rules_start(&id, 100, 0, 1, stack) == 12);
	RULE(rules_start(&id, 254, RULES_STACK, 1, stack) == 0);
	RULE(qurt_thread_join(id, &status) == 0 && status == 7);
	RULE(qurt_thread_join(id, &status) == 30);
	RULE(qurt_thread_join(0xdead, &status) == 30);
	RULE(rules_start(&id, 100, RULES_STACK, 1, stack) == 0);
	RULE(qurt_thread_join(id, NULL) == 0);
	free(stack);
	return 0;
}

/* One of the threads that meet is the last, each time; the barrier needs no new start. */
static uint32_t rules_barriers(void)
{
	void *stacks[3];
	uint32_t ids[3], last = 0;

	for (int i = 0; i < 3; i++)
		stacks[i] = malloc(RULES_STACK);
	qurt_barrier_init(&rules_barrier, 4);
	for (uint32_t round = 1; round <= 5; round++) {
		for (int i = 0; i < 3; i++)
			RULE(rules_start(&ids[i], 200, RULES_STACK, 1, stacks[i]) == 0);
		last += qurt_barrier_wait(&rules_barrier) == 1;
		for (int i = 0; i < 3; i++)
			RULE(qurt_thread_join(ids[i], NULL) == 0);
		RULE(rules_last + last == round);
	}
	qurt_barrier_destroy(&rules_barrier);
	for (int i = 0; i < 3; i++)
		free(stacks[i]);
	return 0;
}

static uint32_t rules_signals(void)
{
	struct dsp_object mutex = {{0xfe, 0, 0x1f, 0}};	/* as an initialiser makes it */
	unsigned int got = 99;

	qurt_signal_init(&rules_signal);
	RULE(qurt_anysignal_set(&rules_signal, 5) == 0);
	RULE(qurt_anysignal_set(&rules_signal, 2) == 5);
	RULE(qurt_anysignal_clear(&rules_signal, 1) == 7);
	RULE(qurt_signal_get(&rules_signal) == 6);
	RULE(qurt_signal_wait(&rules_signal, 2, 0) == 6);
	RULE(qurt_signal_wait_timed(&rules_signal, 6, 1, &got, 1000) == 0 && got == 6);
	RULE(qurt_signal_wait_timed(&rules_signal, 9, 0, &got, 1000) == 47);
	RULE(qurt_signal_wait_timed(&rules_signal, 2, 0, &got, 99) == 4);
	qurt_signal_destroy(&rules_signal);
	RULE(qurt_mutex_try_lock(&mutex) == 0);
	RULE(qurt_mutex_try_lock(&mutex) != 0);
	qurt_mutex_unlock(&mutex);
	RULE(qurt_mutex_try_lock(&mutex) == 0);
	qurt_mutex_unlock(&mutex);
	qurt_mutex_destroy(&mutex);
	return 0;
}

/* Locked cache is given back once, and in the way in which it was got. */
static uint32_t rules_cache(void)
{
	static char own[4096] __attribute__((aligned(32)));
	int all = HAP_query_avail_cachelock();
	uint64_t physical = 1;
	void *first, *second;

	RULE(all >= 0x20000 && HAP_query_total_cachelock() == 0);
	first = HAP_cache_lock(0x10000, &physical);
	RULE(first && physical);
	RULE(HAP_query_total_cachelock() == 0x10000);
	RULE(HAP_query_avail_cachelock() == all - 0x10000);
	second = HAP_cache_lock((unsigned int)all - 0x10000, NULL);
	RULE(second && HAP_query_avail_cachelock() == 0);
	RULE(!HAP_cache_lock(1, &physical) && !physical);
	RULE(HAP_cache_unlock(second) == 0);
	RULE(HAP_cache_unlock(second) != 0);
	RULE(HAP_cache_unlock(own) != 0);
	RULE(HAP_cache_unlock(NULL) != 0);
	RULE(!HAP_cache_lock(0, NULL) && !HAP_cache_lock(0x7fffffff, NULL));
	RULE(HAP_cache_lock_addr(own, 64) == 0);
	RULE(HAP_cache_lock_addr(own + 1, 64) != 0);
	RULE(HAP_cache_lock_addr(own, 33) != 0);
	RULE(HAP_cache_unlock(own) != 0);
	RULE(HAP_cache_unlock_addr(own + 64) != 0);
	RULE(HAP_cache_unlock_addr(own) == 0);
	RULE(HAP_cache_unlock_addr(own) != 0);
	RULE(HAP_cache_unlock(first) == 0);
	RULE(HAP_query_avail_cachelock() == all);
	return 0;
}

/* What was voted for is told; unknown requests are refused. */
static uint32_t rules_power(void)
{
	struct dsp_power_request request = {.type = 3, .payload = {2}};
	struct dsp_power_response response = {.type = 3};

	RULE(HAP_power_get(NULL, &response) == 0);
	RULE(HAP_power_set(NULL, &request) == 0);
	RULE(HAP_power_get(NULL, &response) == 0 && response.value.word == 2);
	response.type = 6;
	RULE(HAP_power_get(NULL, &response) == 0 && response.value.truth == 1);
	request = (struct dsp_power_request){.type = 12, .payload = {1, 0}};
	RULE(HAP_power_set(NULL, &request) == 0);
	RULE(HAP_power_get(NULL, &response) == 0 && response.value.truth == 0);
	request = (struct dsp_power_request){.type = 12, .payload = {0, 1}};
	RULE(HAP_power_set(NULL, &request) == 0);
	RULE(HAP_power_get(NULL, &response) == 0 && response.value.truth == 0);
	request = (struct dsp_power_request){.type = 7, .payload = {1}};
	RULE(HAP_power_set(NULL, &request) == 0);
	RULE(HAP_power_get(NULL, &response) == 0 && response.value.truth == 1);
	for (response.type = 1; response.type < 12; response.type++)
		RULE(HAP_power_get(NULL, &response) == 0);
	response.type = 200;
	RULE(HAP_power_get(NULL, &response) == -3);
	RULE(HAP_power_get(NULL, NULL) == -2);
	request.type = 0;
	RULE(HAP_power_set(NULL, &request) == -3);
	RULE(HAP_power_set(NULL, NULL) == -2);
	RULE(HAP_perf_qtimer_count_to_us(19200000) == 1000000);
	return 0;
}

static uint32_t rules_asked, rules_asked_checked;

static int rules_release(unsigned int context, void *client)
{
	rules_asked = context;
	rules_asked_checked = compute_resource_check_release_request(context) != 0;
	return client != &rules_asked;
}

/* Resources: only who is more urgent asks a holder for them, and as long as it wants them. */
static uint32_t rules_compute(void)
{
	uint64_t attributes[8], other[8];
	uint32_t self = qurt_thread_get_id(), holder;
	int priority = qurt_thread_get_priority(self);
	unsigned int total = 0, size = 1;
	void *vtcm = &total;

	RULE(compute_resource_query_VTCM(0, &total, NULL, NULL, NULL) == 0 && total);
	RULE(compute_resource_attr_init(attributes) == 0);
	RULE(compute_resource_attr_get_vtcm_ptr_v2(attributes, &vtcm, &size) == 0);
	RULE(!vtcm && !size);
	RULE(compute_resource_attr_set_vtcm_param_v2(attributes, total, 0, 0) == 0);
	RULE(compute_resource_attr_set_release_callback(attributes, rules_release,
							&rules_asked) == 0);
	holder = compute_resource_acquire(attributes, 1000);
	RULE(holder);
	RULE(compute_resource_attr_get_vtcm_ptr_v2(attributes, &vtcm, &size) == 0);
	RULE(vtcm && size == total);
	RULE(compute_resource_attr_init(other) == 0);
	RULE(compute_resource_attr_set_vtcm_param(other, 0x1000, 0) == 0);
	RULE(!compute_resource_acquire(other, 200) && !rules_asked);
	RULE(!HAP_request_async_VTCM(0x1000, 0, 200));
	RULE(qurt_thread_set_priority(self, (uint16_t)(priority - 1)) == 0);
	RULE(!compute_resource_acquire(other, 200));
	RULE(rules_asked == holder && rules_asked_checked);
	RULE(compute_resource_check_release_request(holder) == 0);
	RULE(compute_resource_check_release_request(12345) != 0);
	rules_asked = 0;
	/* It does not hold what is wanted here. */
	compute_resource_attr_init(other);
	RULE(compute_resource_attr_set_serialize(other, 1) == 0);
	size = compute_resource_acquire(other, 200);
	RULE(size && !rules_asked && compute_resource_release(size) == 0);
	RULE(compute_resource_release(holder) == 0);
	RULE(compute_resource_release(holder) != 0);
	vtcm = HAP_request_async_VTCM(0x1000, 0, 200);
	RULE(vtcm && HAP_release_VTCM(vtcm) == 0);
	/* There is no HMX: who asks is told so, who does not want it is not disturbed. */
	RULE(compute_resource_attr_set_hmx_param(other, 1) != 0);
	RULE(compute_resource_attr_set_hmx_param(other, 0) == 0);
	RULE(compute_resource_hmx_lock(holder) != 0 && compute_resource_hmx_unlock(holder) != 0);
	/* What no VTCM holds is not there, whatever the size. */
	for (size = 0; size < 2; size++) {
		compute_resource_attr_init(other);
		RULE(compute_resource_attr_set_vtcm_param_v2(other, size ? ~0u : total,
							     0x1000000, 0) == 0);
		RULE(!compute_resource_acquire(other, 0));
	}
	qurt_thread_set_priority(self, (uint16_t)priority);
	return 0;
}

static uint32_t rules_memory(void)
{
	struct dsp_mem_request request = {.type = 2};
	struct dsp_mem_stats stats;

	RULE(HAP_mem_set_grow_size(3000000, 4000000) == 0);
	RULE(HAP_mem_get_stats(&stats) == 0 && stats.least_grow == 3000000);
	RULE(HAP_mem_set_grow_size(0, 2000000) == 0);
	RULE(HAP_mem_get_stats(&stats) == 0 && stats.least_grow == 2000000);
	RULE(HAP_mem_get_stats(NULL) != 0);
	RULE(HAP_mem_request(&request) == 0 && request.payload.marker.instance == 1);
	request.payload.marker.ends = 1;
	RULE(HAP_mem_request(&request) == 0);
	request.payload.marker.instance = 2;
	RULE(HAP_mem_request(&request) != 0);
	request.type = 77;
	RULE(HAP_mem_request(&request) != 0 && HAP_mem_request(NULL) != 0);
	RULE(HAP_mmap(&stats, 4096, 3, 0, 33, 0) == (void *)-1);
	RULE(HAP_munmap(&stats, 4096) == (int)0x80000448);
	RULE(HAP_mmap_put(4242) == (int)0x80000448);
	RULE(HAP_mem_available_stack() > 4096 && HAP_mem_available_stack() < 0x1000000);
	return 0;
}

static uint32_t rules_numbers(void)
{
	char *end;
	int *error = __errno_location();

	*error = 0;
	RULE(strtoul("  +42x", &end, 10) == 42 && *end == 'x');
	RULE(strtoul("-1", &end, 10) == 0xffffffff && !*end && !*error);
	RULE(strtoul("0x", &end, 16) == 0 && *end == 'x');
	RULE(strtoul("0xfffffffff", &end, 0) == 0xffffffff && !*end && *error == 34);
	RULE(strtoul("-4294967296", NULL, 0) == 0xffffffff);
	*error = 0;
	RULE(strtoul("zz", &end, 36) == 35 * 37 && !*end);
	RULE(strtoul("12", &end, 1) == 0 && *end == '1' && *error == 22);
	RULE(strtoul("9", &end, 8) == 0 && *end == '9');
	RULE(strtoul("0778", &end, 0) == 077 && *end == '8');
	*error = 0;
	RULE(strtol("-2147483648", &end, 10) == INT32_MIN && !*error);
	RULE(strtol("2147483648", &end, 10) == INT32_MAX && *error == 34);
	*error = 0;
	RULE(strtoll("-9223372036854775808", &end, 10) == INT64_MIN && !*error);
	RULE(strtoll("-9223372036854775809", &end, 10) == INT64_MIN && *error == 34);
	RULE(strtoull("18446744073709551615", &end, 10) == UINT64_MAX);
	*error = 0;
	RULE(strtoull("18446744073709551616", &end, 10) == UINT64_MAX && *error == 34);
	RULE(atoi("  -17 ") == -17 && atoi("x") == 0);
	return 0;
}

static uint32_t rules_frames(void)
{
	for (uint32_t seed = 0; seed < 100; seed++)
		RULE(probe_frames(seed * 2654435761u) == 0);
	return 0;
}

static int rules_construct(void *context, void *data)
{
	*(uint32_t *)data = *(uint32_t *)context;
	return *(uint32_t *)context == 99;
}

/* An object is made once, found by what it was made for, and hidden by a later one. */
static uint32_t rules_storage(void)
{
	uint32_t context = 5;
	void *first, *second = NULL;

	RULE(HAP_pls_lookup(1, 2, &first) != 0);
	RULE(HAP_pls_add_lookup(1, 2, 4, rules_construct, &context, NULL, &first) == 0);
	context = 6;
	RULE(HAP_pls_add_lookup(1, 2, 4, rules_construct, &context, NULL, &second) == 0);
	RULE(first == second && *(uint32_t *)first == 5);
	RULE(HAP_pls_add(1, 2, 4, rules_construct, &context, NULL, &second) == 0);
	RULE(HAP_pls_lookup(1, 2, &first) == 0 && first == second && *(uint32_t *)first == 6);
	context = 99;
	RULE(HAP_pls_add_lookup(1, 3, 4, rules_construct, &context, NULL, &first) == 1);
	RULE(HAP_pls_lookup(1, 3, &first) != 0);
	RULE(adsp_addref_mmap(&context, 4, 0) == (int)0x80000448);
	RULE(adsp_release_mmap(&context, 4) == (int)0x80000448);
	return 0;
}

static uint32_t rules_process(void)
{
	struct dsp_process_request request = {.type = 1};

	RULE(HAP_get_userpd_params(&request) == 0 && request.pid == 4711);
	request.type = 2;
	RULE(HAP_get_userpd_params(&request) != 0);
	RULE(HAP_get_userpd_params(NULL) != 0);
	RULE(HAP_get_thread_priority_ceiling() == 64);
	RULE(HAP_set_process_name("probe") == 0);
	return 0;
}

/* Texts that end where they should, and words that are empty. */
static uint32_t rules_texts(void)
{
	char text[16] = "aaaaaaaaaaaaaaa", words[] = ",,a,,b", *next;
	int8_t small = 0;
	int64_t large = 0;

	RULE(snprintf(NULL, 0, "%s", "four") == 4);
	RULE(snprintf(text, 1, "%s", "four") == 4 && !text[0]);
	RULE(snprintf(text, 4, "%s", "four") == 4 && !memcmp(text, "fou", 4));
	RULE(snprintf(text, 16, "ab%hhncd%lln", &small, &large) == 4 && small == 2 && large == 4);
	RULE(snprintf(text, 16, "%zu %-3zx|", sizeof(text), sizeof(words)) == 7);
	RULE(!memcmp(text, "16 7  |", 8));
	RULE(snprintf(text, 16, "%5ls|%lc", L"a\u00e4", L'b') == 7);
	RULE(!memcmp(text, "  a\xc3\xa4|b", 8));
	RULE(strlcpy(text, "sixteen", 3) == 7 && !memcmp(text, "si", 3));
	RULE(strlcpy(NULL, "sixteen", 0) == 7);
	RULE(!memcmp(strtok_r(words, ",", &next), "a", 2));
	RULE(!memcmp(strtok_r(NULL, ",", &next), "b", 2));
	RULE(!strtok_r(NULL, ",", &next) && !strtok_r(NULL, ",", &next));
	RULE(strstr("abc", "") && !strstr("abc", "abcd") && !strstr("", "a"));
	RULE(!memcmp(strstr("aabaac", "aac"), "aac", 4));
	return 0;
}

uint32_t probe_rules(uint32_t which)
{
	static uint32_t (*const rules[])(void) = {
		[PROBE_RULES_THREADS] = rules_threads,
		[PROBE_RULES_BARRIERS] = rules_barriers,
		[PROBE_RULES_SIGNALS] = rules_signals,
		[PROBE_RULES_CACHE] = rules_cache,
		[PROBE_RULES_POWER] = rules_power,
		[PROBE_RULES_COMPUTE] = rules_compute,
		[PROBE_RULES_MEMORY] = rules_memory,
		[PROBE_RULES_NUMBERS] = rules_numbers,
		[PROBE_RULES_TEXTS] = rules_texts,
		[PROBE_RULES_PROCESS] = rules_process,
		[PROBE_RULES_FRAMES] = rules_frames,
		[PROBE_RULES_TIMERS] = probe_timers,
		[PROBE_RULES_PIPES] = probe_pipes,
		[PROBE_RULES_POSIX] = probe_posix,
		[PROBE_RULES_DL] = probe_dl,
		[PROBE_RULES_STREAMS] = probe_streams,
		[PROBE_RULES_REALS] = probe_reals,
		[PROBE_RULES_CASTS] = probe_casts,
		[PROBE_RULES_TLS] = probe_tls,
		[PROBE_RULES_REMOTE] = probe_remote,
		[PROBE_RULES_STORAGE] = rules_storage,
		[PROBE_RULES_SMALL_STACK] = probe_small_stack,
		[PROBE_RULES_MAILBOXES] = probe_mailboxes,
	};

	return which < sizeof(rules) / sizeof(rules[0]) ? rules[which]() : UINT32_MAX;
}
