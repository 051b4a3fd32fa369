// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The harness: runs the cases of one program and prints KTAP.
 *
 * The parent keeps the time and looks at the kernel from outside; the case
 * itself may therefore use signals and timers as it likes, crash, or be stuck.
 */
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/t.h"
#include "tools/watch.h"

/* A case that takes longer is remarked. */
#define T_SLOW_MS 2000

/* Only a debug kernel has this, and it is several times slower. */
#define T_DEBUG_KERNEL "/sys/kernel/debug/kmemleak"
#define T_DEBUG_SLOWDOWN 10

/* How a case ends; the numbers are exit codes. */
enum t_end {
	T_PASS = 0,
	T_FAIL = 1,
	T_SKIP = 77,
};

/* Written by the case, read by the parent. */
struct t_shared {
	char file[64];
	int line;
	char what[160];
	char reason[160];
};

struct t_program t_program __attribute__((weak));

/* The section of T_CASES(). */
extern const struct t_group *__start_t_groups[], *__stop_t_groups[];

static struct t_shared *t_shared;
static const char *t_indent = "";

/* The lines that the case before could cause: the last of them may come late. */
static const char *const *t_log_before;

void t_at(const char *file, int line, const char *what)
{
	const char *slash = strrchr(file, '/');

	snprintf(t_shared->file, sizeof(t_shared->file), "%s", slash ? slash + 1 : file);
	t_shared->line = line;
	snprintf(t_shared->what, sizeof(t_shared->what), "%s", what);
}

static void t_vnote(const char *format, va_list list)
{
	char text[512];

	vsnprintf(text, sizeof(text), format, list);
	printf("%s# %s\n", t_indent, text);
}

void t_note(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	t_vnote(format, list);
	va_end(list);
}

void t_fail(const char *format, ...)
{
	va_list list;

	t_note("%s:%d: %s", t_shared->file, t_shared->line, t_shared->what);
	va_start(list, format);
	t_vnote(format, list);
	va_end(list);
	fflush(stdout);
	_exit(T_FAIL);
}

void t_skip(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(t_shared->reason, sizeof(t_shared->reason), format, list);
	va_end(list);
	_exit(T_SKIP);
}

void t_equal(long long got, long long want)
{
	if (got != want)
		t_fail("is %lld (0x%llx), expected %lld (0x%llx)", got, got, want, want);
}

static const char *t_status_name(long long status)
{
	const char *name = status < 0 && status > -4096 ? strerrorname_np((int)-status) : NULL;

	if (name)
		return name;
	return status ? "no error number" : "success";
}

void t_status(long long got, long long want)
{
	if (got != want)
		t_fail("is %s (%lld), expected %s", t_status_name(got), got, t_status_name(want));
}

void t_sleep_ms(unsigned int ms)
{
	struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time) == EINTR)
		;
}

unsigned int t_slowdown(void)
{
	return access(T_DEBUG_KERNEL, F_OK) ? 1 : T_DEBUG_SLOWDOWN;
}

unsigned int t_page(void)
{
	return (unsigned int)sysconf(_SC_PAGESIZE);
}

/* Seconds that a case may take. */
static unsigned int t_limit(const struct t_case *c)
{
	return (c->seconds ? c->seconds : T_SECONDS) * t_slowdown();
}

/* Waits for the case's process; false when the time is over. */
static bool t_wait(pid_t pid, unsigned int seconds, int *status)
{
	struct timespec tick = { .tv_nsec = 100000000L }, now, end;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec ||
		    (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec))
			return false;
		sigtimedwait(&set, NULL, &tick);
	}
}

/* Runs the case in a process group of its own, so that all of it can be killed. */
static pid_t t_start(const struct t_case *c)
{
	sigset_t set;
	pid_t pid;

	memset(t_shared, 0, sizeof(*t_shared));
	fflush(stdout);
	pid = fork();
	if (pid != 0)
		return pid;
	setpgid(0, 0);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	T_STEP("start of the case");
	if (c->run)
		c->run();
	else
		c->run_with(c->data);
	fflush(stdout);
	_exit(T_PASS);
}

/* The time is over: says where the case is and ends it. False: it does not end. */
static bool t_expire(pid_t pid, const struct t_case *c)
{
	int status;

	t_note("not finished after %u s, at %s:%d: %s", t_limit(c),
	       t_shared->file, t_shared->line, t_shared->what);
	watch_stacks(pid);
	kill(-pid, SIGKILL);
	if (t_wait(pid, 15, &status))
		return true;
	t_note("SIGKILL does not end it:");
	watch_stacks(pid);
	return false;
}

/* One case with all that is checked around it; false: no other case can run. */
static bool t_run(const struct t_case *c, enum t_end *end)
{
	const char *const *log = c->log ? c->log : t_program.log;
	pid_t pid = t_start(c);
	bool usable = true;
	int status;

	*end = T_FAIL;
	if (pid < 0) {
		t_note("fork: %s", strerror(errno));
		return false;
	}
	if (!t_wait(pid, t_limit(c), &status)) {
		usable = t_expire(pid, c);
	} else if (WIFSIGNALED(status)) {
		t_note("signal %s at %s:%d: %s", sigabbrev_np(WTERMSIG(status)),
		       t_shared->file, t_shared->line, t_shared->what);
	} else {
		*end = WEXITSTATUS(status);
	}
	kill(-pid, SIGKILL);
	if (!t_program.no_counters && !watch_counters_zero(10000))
		*end = T_FAIL;
	/* A node is there a moment before the line that says so. */
	if (log)
		t_sleep_ms(100);
	if (watch_log_check(log, t_log_before))
		*end = T_FAIL;
	t_log_before = log;
	return usable;
}

/* Milliseconds that passed since @start. */
static long t_took(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
}

static bool t_wanted(const struct t_case *c, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!fnmatch(argv[i], c->name, 0))
			return true;
	return argc < 2;
}

static void t_report(int number, const struct t_case *c, enum t_end end)
{
	printf("%s%s %d %s", t_indent, end == T_PASS || end == T_SKIP ? "ok" : "not ok",
	       number, c->name);
	if (end == T_SKIP)
		printf(" # SKIP %s", t_shared->reason);
	printf("\n");
	fflush(stdout);
}

static int t_prepare(void)
{
	sigset_t set;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getenv("KTAP_INDENT"))
		t_indent = getenv("KTAP_INDENT");
	t_shared = mmap(NULL, sizeof(*t_shared), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t_shared == MAP_FAILED)
		return -errno;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return watch_log_start();
}

/* The order of the files at linking; within a file, that of the lines. */
static int t_group_compare(const void *one, const void *two)
{
	const struct t_group *a = *(const struct t_group *const *)one;
	const struct t_group *b = *(const struct t_group *const *)two;

	if (strcmp(a->file, b->file))
		return a < b ? -1 : 1;
	return a->line - b->line;
}

/* The wanted cases, in their order; their count, or -errno. */
static int t_collect(int argc, char **argv, const struct t_case ***list)
{
	size_t groups = (size_t)(__stop_t_groups - __start_t_groups), count = 0;

	qsort(__start_t_groups, groups, sizeof(*__start_t_groups), t_group_compare);
	*list = NULL;
	for (size_t i = 0; i < groups; i++) {
		const struct t_group *g = __start_t_groups[i];

		*list = reallocarray(*list, count + g->count, sizeof(**list));
		if (!*list)
			return -ENOMEM;
		for (size_t j = 0; j < g->count; j++)
			if (t_wanted(&g->cases[j], argc, argv))
				(*list)[count++] = &g->cases[j];
	}
	return (int)count;
}

/* Runs the cases; whether none failed. */
static bool t_run_all(const struct t_case **list, int count)
{
	int failed = 0, skipped = 0;
	bool usable = true;

	for (int i = 0; i < count; i++) {
		enum t_end end = T_FAIL;
		struct timespec start;

		clock_gettime(CLOCK_MONOTONIC, &start);
		if (usable)
			usable = t_run(list[i], &end);
		else
			t_note("not run: an earlier case cannot be ended");
		if (t_took(&start) > T_SLOW_MS * (long)t_slowdown())
			t_note("took %ld ms", t_took(&start));
		t_report(i + 1, list[i], end);
		failed += end != T_PASS && end != T_SKIP;
		skipped += end == T_SKIP;
	}
	/* The next program allows none of them. */
	if (t_log_before)
		t_sleep_ms(1000);
	t_note("Totals: pass:%d fail:%d skip:%d", count - failed - skipped, failed, skipped);
	return !failed;
}

/*
 * usage: PROGRAM [CASE]...; cases are globs, none is all. Prints KTAP; exit code:
 * 0 all cases passed or were skipped, 1 otherwise.
 */
int main(int argc, char **argv)
{
	const struct t_case **list;
	int count, ret;

	ret = t_program.begin ? t_program.begin() : 0;
	if (ret)
		return 1;
	ret = t_prepare();
	count = t_collect(argc, argv, &list);
	printf("%sKTAP version 1\n%s# Subtest: %s\n%s1..%d\n", t_indent, t_indent,
	       program_invocation_short_name, t_indent, count);
	if (ret || count < 0) {
		t_note("cannot prepare: %s", strerror(ret ? -ret : -count));
		return 1;
	}
	ret = !t_run_all(list, count);
	if (t_program.end && t_program.end())
		ret = 1;
	return ret;
}
