// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What libraries of others were seen to import beside all that probe_rules.c looks at:
 * timers, pipes, POSIX threads, other libraries, streams, numbers of texts.
 */

#include "dsp.h"
#include "probe.h"
#include "probe_parts.h"
#include "rule.h"

#define MORE_STACK	8192u

static volatile uint32_t more_count;
static struct dsp_object more_signal, more_mutex;
static struct dsp_pipe *more_pipe;

/* A one-shot timer sets its signal once, a periodic one again; both can be stopped. */
uint32_t probe_timers(void)
{
	struct dsp_timer_attributes attributes;
	uint32_t once, again;
	uint64_t us = 0;
	unsigned int got;

	qurt_signal_init(&more_signal);
	qurt_timer_attr_init(&attributes);
	qurt_timer_attr_get_duration(&attributes, &us);
	RULE(us == 1000);
	qurt_timer_attr_set_duration(&attributes, 1);
	qurt_timer_attr_get_duration(&attributes, &us);
	RULE(us == 1000);
	qurt_timer_attr_set_duration(&attributes, 20000);
	RULE(qurt_timer_create(&once, &attributes, &more_signal, 1) == 0);
	RULE(qurt_signal_wait(&more_signal, 1, 0) == 1);
	qurt_signal_clear(&more_signal, 1);
	RULE(qurt_signal_wait_timed(&more_signal, 1, 0, &got, 60000) == 47);
	RULE(qurt_timer_restart(once, 10000) == 0);
	RULE(qurt_signal_wait(&more_signal, 1, 0) == 1);
	RULE(qurt_timer_restart(once, 99) == 4);
	qurt_timer_attr_set_type(&attributes, 1);
	RULE(qurt_timer_create(&again, &attributes, &more_signal, 2) == 0);
	RULE(qurt_timer_get_attr(again, &attributes) == 0 && attributes.remaining <= 20000);
	for (int i = 0; i < 3; i++) {
		RULE(qurt_signal_wait(&more_signal, 2, 0) & 2);
		qurt_signal_clear(&more_signal, 2);
	}
	RULE(qurt_timer_stop(again) == 13);
	RULE(qurt_timer_delete(again) == 0);
	RULE(qurt_timer_delete(again) == 1);
	qurt_signal_clear(&more_signal, 3);
	RULE(qurt_timer_restart(once, 3600000000ull) == 0 && qurt_timer_stop(once) == 0);
	RULE(qurt_timer_stop(again) == 4);
	RULE(qurt_timer_delete(once) == 0);
	RULE(qurt_signal_wait_timed(&more_signal, 3, 0, &got, 40000) == 47);
	return 0;
}

static void more_sends(void *argument)
{
	(void)argument;
	for (uint64_t i = 1; i <= 100; i++)
		qurt_pipe_send(more_pipe, i << 33 | i);
	qurt_thread_exit(0);
}

static void more_holds(void *argument)
{
	(void)argument;
	qurt_mutex_lock(&more_mutex);
	more_count = 1;
	qurt_futex_wake((uint32_t *)&more_count, 1);
	qurt_signal_wait(&more_signal, 1, 0);
	/* Long enough for who wants it to wait, most of the time. */
	HAP_timer_sleep(50000);
	qurt_mutex_unlock(&more_mutex);
	qurt_thread_exit(0);
}

static int more_start(uint32_t *id, void (*entry)(void *), void *stack)
{
	struct dsp_thread_attributes attributes = {
		.name = "more", .priority = 250, .stack_size = MORE_STACK, .stack = stack,
		.detach = 1,
	};

	return qurt_thread_create(id, &attributes, entry, NULL);
}

static uint64_t more_box;
static volatile int more_received[3];

/* Waits for a number, for a halt, and for the end of the mailbox: halts may go on until then. */
static void more_receives(void *argument)
{
	uint64_t got = 0;

	(void)argument;
	for (int i = 0; i < 3; i++) {
		do
			more_received[i] = qurt_mailbox_receive(more_box, 0, &got);
		while (i == 2 && more_received[i] == -6);
		if (!i && got != 5ull << 40)
			more_received[i] = 99;
		more_count = (uint32_t)i + 1;
		qurt_futex_wake((uint32_t *)&more_count, 1);
	}
	qurt_thread_exit(0);
}

static void more_await(uint32_t count)
{
	while (more_count != count)
		qurt_futex_wait((uint32_t *)&more_count, count - 1);
}

/* One number in each mailbox; a thread that waits for one is told of all ends. */
uint32_t probe_mailboxes(void)
{
	void *stack = malloc(MORE_STACK);
	uint64_t got = 1;
	uint32_t id;

	RULE(!qurt_mailbox_create("ninechars", 2) && !qurt_mailbox_create("", 2));
	more_box = qurt_mailbox_create("eightcha", 2);
	RULE(more_box && !qurt_mailbox_create("eightcha", 2));
	RULE(qurt_mailbox_get_id("eightcha") == more_box && !qurt_mailbox_get_id("none"));
	RULE(qurt_mailbox_receive(more_box, 1, &got) == -3 && !got);
	RULE(qurt_mailbox_send(more_box, 1, 7) == 0 && qurt_mailbox_send(more_box, 1, 8) == -4);
	RULE(qurt_mailbox_receive(more_box, 2, &got) == 0 && got == 7);
	RULE(qurt_mailbox_send(more_box, 0, 9) == 0);
	RULE(qurt_mailbox_receive(more_box, 0, &got) == 0 && got == 9);
	RULE(qurt_mailbox_receive(more_box, 1, &got) == -3 && got == 9);
	more_count = 0;
	RULE(more_start(&id, more_receives, stack) == 0);
	RULE(qurt_mailbox_send(more_box, 0, 5ull << 40) == 0);
	more_await(1);
	/* It may not wait yet: then the halt is for nobody. */
	while (more_count == 1) {
		RULE(qurt_mailbox_receive_halt(more_box) == 0);
		HAP_timer_sleep(1000);
	}
	HAP_timer_sleep(1000);
	RULE(qurt_mailbox_delete(more_box) == 0 && qurt_mailbox_delete(more_box) == -2);
	more_await(3);
	RULE(qurt_thread_join(id, NULL) == 0);
	RULE(more_received[0] == 0 && more_received[1] == -6);
	RULE(more_received[2] == -5 || more_received[2] == -2);
	RULE(qurt_mailbox_send(more_box, 0, 1) == -2 && qurt_mailbox_receive_halt(0) == -2);
	RULE(qurt_mailbox_receive(more_box, 0, &got) == -2);
	free(stack);
	return 0;
}

/* Numbers come out of a pipe as they went in, through a place for four. */
uint32_t probe_pipes(void)
{
	struct dsp_pipe_attributes attributes = {.elements = 4};
	void *stack = malloc(MORE_STACK);
	struct dsp_thread_attributes told;
	uint32_t id, found;
	int success;

	RULE(qurt_pipe_create(&more_pipe, &attributes) == 0);
	RULE(qurt_pipe_is_empty(more_pipe) == 1);
	qurt_pipe_try_receive(more_pipe, &success);
	RULE(success == -1);
	for (uint64_t i = 0; i < 4; i++)
		RULE(qurt_pipe_try_send(more_pipe, i) == 0);
	RULE(qurt_pipe_try_send(more_pipe, 4) == -1 && qurt_pipe_is_empty(more_pipe) == 0);
	for (uint64_t i = 0; i < 4; i++)
		RULE(qurt_pipe_receive(more_pipe) == i);
	RULE(more_start(&id, more_sends, stack) == 0);
	for (uint64_t i = 1; i <= 100; i++)
		RULE(qurt_pipe_receive(more_pipe) == (i << 33 | i));
	RULE(qurt_thread_join(id, NULL) == 0);
	qurt_pipe_delete(more_pipe);
	qurt_mutex_init(&more_mutex);
	qurt_signal_init(&more_signal);
	more_count = 0;
	RULE(more_start(&id, more_holds, stack) == 0);
	RULE(qurt_thread_attr_get(id, &told) == 0 && told.priority == 250);
	RULE(!memcmp(told.name, "more", 5) && told.stack == stack);
	RULE(qurt_thread_get_thread_id(&found, "more") == 0 && found == id);
	RULE(qurt_thread_attr_get(0xdead, &told) == 4);
	while (!more_count)
		qurt_futex_wait((uint32_t *)&more_count, 0);
	RULE(qurt_mutex_lock_timed(&more_mutex, 1000) == 47);
	qurt_signal_set(&more_signal, 1);
	RULE(qurt_mutex_lock_timed(&more_mutex, 60000000) == 0);
	qurt_mutex_unlock(&more_mutex);
	RULE(qurt_thread_join(id, NULL) == 0);
	RULE(qurt_qdi_qhi4(1, 2, 3, 4) < 0 && qurt_qdi_close(5) < 0);
	free(stack);
	return 0;
}

static uint32_t more_lock, more_condition, more_once;
static int more_key;

static void more_first(void)
{
	more_count = 100;
}

static void *more_posix(void *argument)
{
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&more_lock);
		more_count++;
		pthread_mutex_unlock(&more_lock);
	}
	pthread_setspecific(more_key, argument);
	pthread_mutex_lock(&more_lock);
	while (more_count < 500)
		pthread_cond_wait(&more_condition, &more_lock);
	pthread_mutex_unlock(&more_lock);
	pthread_cond_signal(&more_condition);
	return pthread_getspecific(more_key);
}

/* Four threads count together, wait for each other, and say who they are. */
uint32_t probe_posix(void)
{
	pthread_mutexattr_t kind;
	uint32_t ids[4], recursive;
	void *value;

	more_lock = PTHREAD_MUTEX_INITIALIZER;
	more_condition = PTHREAD_COND_INITIALIZER;
	RULE(pthread_once(&more_once, more_first) == 0 && more_count == 100);
	RULE(pthread_once(&more_once, more_first) == 0 && more_count == 100);
	RULE(pthread_key_create(&more_key, NULL) == 0);
	for (uint32_t i = 0; i < 4; i++)
		RULE(pthread_create(&ids[i], NULL, more_posix, &ids[i]) == 0);
	for (uint32_t i = 0; i < 4; i++)
		RULE(pthread_join(ids[i], &value) == 0 && value == &ids[i]);
	RULE(more_count == 500 && pthread_key_delete(more_key) == 0);
	pthread_mutexattr_init(&kind);
	RULE(pthread_mutexattr_settype(&kind, 2) == 0);
	RULE(pthread_mutexattr_settype(&kind, 9) == 22);
	RULE(pthread_mutex_init(&recursive, &kind) == 0);
	RULE(pthread_mutex_lock(&recursive) == 0 && pthread_mutex_trylock(&recursive) == 0);
	RULE(pthread_mutex_unlock(&recursive) == 0 && pthread_mutex_unlock(&recursive) == 0);
	RULE(pthread_mutex_unlock(&recursive) == 1);
	RULE(pthread_mutex_trylock(&more_lock) == 0 && pthread_mutex_trylock(&more_lock) == 16);
	RULE(pthread_mutex_unlock(&more_lock) == 0 && pthread_mutex_destroy(&recursive) == 0);
	return 0;
}

/* A library that is opened by name, what is in it, and what is wrong. */
uint32_t probe_dl(void)
{
	void *library = dlopen("././libnumber.so", 2), *same;
	Dl_info info;
	int (*number)(void);

	RULE(library && !dlerror());
	number = (int (*)(void))dlsym(library, "number_get");
	RULE(number && number() == 4711);
	RULE(dlsym(NULL, "number_get") == (void *)number && dlsym(NULL, "sinf"));
	RULE(dladdr((char *)number + 4, &info) && !memcmp(info.dli_sname, "number_get", 11));
	RULE(info.dli_saddr == (void *)number);
	RULE(!dlsym(library, "no_such") && strstr(dlerror(), "no_such") && !dlerror());
	same = dlopen("libnumber.so", 1);
	RULE(same == library && dlclose(same) == 0 && dlclose(library) == 0);
	RULE(!dlopen("libnowhere.so", 1) && strstr(dlerror(), "libnowhere.so: no such file"));
	RULE(!dlopen("/any/where/libnumber.so", 2) && strstr(dlerror(), "libnumber.so: names a folder"));
	RULE(!dlopen("../libnumber.so", 2) && !dlopen("./", 2));
	RULE(dlclose(&info) == -1 && dlerror());
	return 0;
}

/* Objects of the client: one that it has, with a method that knows no such file. */
uint32_t probe_remote(void)
{
	uint32_t handle = 0, fd = 1234;
	uint64_t handle64 = 0;
	struct {
		void *data;
		uint32_t len;
	} args[1] = {{&fd, sizeof(fd)}};

	RULE(remote_handle_open("apps_std", &handle) == 0 && handle);
	RULE(remote_handle_invoke(handle, 0x03010000, args) != 0);
	RULE(remote_handle_invoke(handle, 0x03010001, args) == (int)0x80000414);
	RULE(remote_handle_close(handle) == 0);
	RULE(remote_handle_open("nothing_of_that_name", &handle) != 0);
	RULE(remote_handle64_open("apps_std", &handle64) == 0 && handle64);
	RULE(remote_handle64_invoke(handle64, 0x03010000, args) != 0);
	RULE(remote_handle64_invoke(handle64 | 1ull << 32, 0x03010000, args) == (int)0x8000042c);
	RULE(remote_handle64_close(handle64 | 1ull << 32) == (int)0x8000042c);
	RULE(remote_handle64_close(handle64) == 0);
	return 0;
}

/* Lines of streams, in pieces; there are no files. The test looks at the log. */
uint32_t probe_streams(void)
{
	char old;

	fprintf(_Stdout, "one %d ", 1);
	fputs("two\nthr", _Stdout);
	RULE(fwrite("ee\nfour", 1, 7, _Stdout) == 7);
	RULE(fflush(_Stdout) == 0);
	RULE(fputc('e', _Stderr) == 'e' && fputc('\n', _Stderr) == '\n');
	RULE(printf("%s\n", "five") == 5);
	RULE(!fopen("/etc/passwd", "r") && *__errno_location() == 2);
	RULE(open("/etc/passwd", 0) == -1 && *__errno_location() == 2);
	RULE(write(1, "six\n", 4) == 4 && write(7, "no", 2) == -1);
	RULE(close(7) == -1 && read(0, &old, 1) == -1 && *__errno_location() == 9);
	RULE(!getenv("HOME"));
	RULE(_Getpctype()['a'] == (0x10 | 1) && _Getpctype()[-1] == 0);
	RULE(_Getpctype()[' '] == 4 && _Getpctype()['\n'] == 0x40 && _Getpctype()[0x80] == 0);
	RULE(_Getptolower()['Q'] == 'q' && _Getptoupper()[-1] == -1);
	return 0;
}

#define MORE_SMALL	4096u

static _Alignas(128) unsigned char more_small[2 * MORE_SMALL];
static char more_text[512];

static int more_compare(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

/* What needs most of the C library's stack. */
static void more_print(void *argument)
{
	int numbers[] = {5, 3, 9, 1, 7, 2, 8, 4, 6, 0}, got = 0;
	double real = 0;

	(void)argument;
	printf("%s %d %.3f\n", "small", 7, 2.5);
	HAP_debug_v2(2, __FILE_NAME__, __LINE__, "%e %a %lld", 1e-300, 0.1, 1ll << 60);
	more_count = (uint32_t)snprintf(more_text, sizeof(more_text), "%.30f",
					1.7976931348623157e308);
	qsort(numbers, 10, sizeof(numbers[0]), more_compare);
	more_count += sscanf("12 2.2250738585072011e-308", "%d %lf", &got, &real) == 2 &&
		      got == 12 && real > 0 && numbers[9] == 9;
}

/* A thread of 4 KiB can print, scan and sort: nothing is written below its stack. */
uint32_t probe_small_stack(void)
{
	struct dsp_thread_attributes attributes = {
		.name = "small",
		.priority = 100,
		.stack_size = MORE_SMALL,
		.stack = more_small + MORE_SMALL,
	};
	uint32_t id, untouched = 0;
	int status;

	memset(more_small, 0xa5, sizeof(more_small));
	RULE(!qurt_thread_create(&id, &attributes, more_print, NULL));
	qurt_thread_join(id, &status);
	RULE(more_count == 309 + 1 + 30 + 1);
	while (untouched < sizeof(more_small) && more_small[untouched] == 0xa5)
		untouched++;
	printf("%u of %u bytes used\n", (uint32_t)sizeof(more_small) - untouched, MORE_SMALL);
	RULE(untouched >= MORE_SMALL);
	return 0;
}

/* Numbers of texts, to the last bit; what comes behind them. */
uint32_t probe_reals(void)
{
	char *end;
	int *error = __errno_location();

	RULE(strtod(" -12.5e-1xyz", &end) == -1.25 && *end == 'x');
	RULE(strtod("0x1.8p3", NULL) == 12 && strtod("inf", NULL) > 1e308);
	RULE(strtod("9007199254740993", NULL) == 9007199254740992.0);
	RULE(strtod("2.2250738585072011e-308", NULL) == 2.2250738585072011e-308);
	RULE(strtod("4.9406564584124654e-324", NULL) > 0);
	*error = 0;
	RULE(strtod("1e999", NULL) > 1e308 && *error == 34);
	RULE(strtod("e5", &end) == 0 && *end == 'e');
	RULE(strtof("0.1", NULL) == 0.1f && strtof("16777217", NULL) == 16777216.0f);
	RULE(atof("3.5 apples") == 3.5);
	return 0;
}
