// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Everything at once, for long: processes submit calls, and are killed; PDs die, the
 * DSP stops, crashes, lies, the driver is taken from its device. SOAK_SECONDS says how
 * long, "make soak" sets it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "soak.h"
#include "tools/board.h"
#include "tools/dump.h"
#include "tools/raw.h"
#include "tools/t.h"
#include "tools/watch.h"

#define SOAK_CLIENTS	8u
#define SOAK_SECONDS	20u
/* Parts of the time; between them all is quiet, and what is in use is noted. */
#define SOAK_PARTS	5u
/* Between two events, at most. */
#define SOAK_EVENT_MS	120u
/* What the kernel's memory may vary by: its caches are filled at any time. */
#define SOAK_KIB	6144

enum soak_event {
	SOAK_KILL, SOAK_PD, SOAK_LIE, SOAK_STOP, SOAK_CRASH, SOAK_UNBIND,
	SOAK_EVENTS,
};

static const char *const soak_names[SOAK_EVENTS] = {
	"kills", "PD deaths", "lies", "stops", "crashes", "unbinds",
};

/**
 * struct soak - the run
 * @counts: what the clients have done
 * @clients: their processes
 * @events: what was done to them
 * @kib: the kernel's memory when all was quiet, after each part
 */
struct soak {
	struct soak_counts *counts;
	pid_t clients[SOAK_CLIENTS];
	unsigned long events[SOAK_EVENTS];
	long kib[SOAK_PARTS];
};

static double soak_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void soak_start(struct soak *soak, unsigned int i)
{
	static unsigned int seed;

	seed++;
	T_OK(soak->clients[i] = fork());
	if (!soak->clients[i])
		soak_client(soak->counts, seed);
}

static void soak_kill(struct soak *soak, unsigned int i)
{
	int status;

	T_SYS(kill(soak->clients[i], SIGKILL));
	T_EQ(waitpid(soak->clients[i], &status, 0), soak->clients[i]);
	/* It ends in no other way. */
	T_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void soak_crash_dsp(void)
{
	char state[32];

	board_tell("crash %s", soak_random(2) ? "fatal" : "watchdog");
	/* Until it is seen the state is still the old one. */
	for (unsigned int ms = 0; ms < 5000; ms += 10) {
		board_dsp_state(state, sizeof(state));
		if (strcmp(state, "running"))
			break;
		t_sleep_ms(10);
	}
	board_dsp_wait("running");
}

static void soak_lie(void)
{
	static const char *const lies[] = {
		"drop", "delay", "duplicate", "reorder", "wrong-sequence", "wrong-result",
		"wrong-length", "forged-fds", "changed-descriptor", "hang", "slow",
		"forged-notice", "starve-intents",
	};

	board_tell("lie %s", lies[soak_random(T_ARRAY(lies))]);
}

static void soak_unbind(void)
{
	int fd;

	board_unbind();
	T_OK(fd = raw_open_wait(RAW_CALL_MS * 2));
	close(fd);
}

/* The rare ones cost seconds. */
static enum soak_event soak_choose(void)
{
	unsigned int n = soak_random(40);

	if (n < 3)
		return SOAK_STOP + n;
	return n < 20 ? SOAK_KILL : n < 30 ? SOAK_PD : SOAK_LIE;
}

static void soak_do(struct soak *soak)
{
	enum soak_event event = soak_choose();
	unsigned int i = soak_random(SOAK_CLIENTS);

	soak->events[event]++;
	switch (event) {
	case SOAK_KILL:
		soak_kill(soak, i);
		soak_start(soak, i);
		break;
	case SOAK_PD:
		board_tell("lie pd-exception");
		break;
	case SOAK_LIE:
		soak_lie();
		break;
	case SOAK_STOP:
		board_dsp_restart();
		break;
	case SOAK_CRASH:
		soak_crash_dsp();
		break;
	default:
		soak_unbind();
	}
}

/* What the kernel has in use and does not give back, KiB of each kind; and their sum. */
static long soak_memory(unsigned int part)
{
	static const char *const kinds[] = {
		"SUnreclaim:", "KernelStack:", "PageTables:", "VmallocUsed:", "Percpu:", "Shmem:",
	};
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128], name[64], text[256] = "";
	long sum = 0, kib;

	T_CHECK(file);
	while (fgets(line, sizeof(line), file))
		for (size_t i = 0; i < T_ARRAY(kinds); i++)
			if (sscanf(line, "%63s %ld", name, &kib) == 2 && !strcmp(name, kinds[i])) {
				sum += kib;
				snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s %ld",
					 name, kib);
			}
	fclose(file);
	t_note("KiB of the kernel after part %u: %ld,%s", part + 1, sum, text);
	return sum;
}

static void soak_part(struct soak *soak, unsigned int part, double seconds)
{
	double end = soak_now() + seconds;

	for (unsigned int i = 0; i < SOAK_CLIENTS; i++)
		soak_start(soak, i);
	while (soak_now() < end) {
		t_sleep_ms(1 + soak_random(SOAK_EVENT_MS));
		soak_do(soak);
	}
	for (unsigned int i = 0; i < SOAK_CLIENTS; i++)
		soak_kill(soak, i);
	board_honest();
	if (!watch_counters_zero(30000))
		t_fail("part %u has left something", part);
	board_stat_wait("processes", 0);
	/* What PDs have left when they died; the kernel keeps it for minutes. */
	dump_clear();
	t_sleep_ms(1000);
	soak->kib[part] = soak_memory(part);
}

static void soak_report(const struct soak *soak)
{
	const struct soak_counts *c = soak->counts;
	unsigned long events = 0;

	t_note("calls submitted %lu: good %lu, method failed %lu, canceled %lu, time over %lu, "
	       "PD died %lu, DSP gone %lu, bad answer %lu, nobody left to look %lu",
	       c->submitted, c->ends[SOAK_OK], c->ends[SOAK_METHOD], c->ends[SOAK_CANCELED],
	       c->ends[SOAK_TIME], c->ends[SOAK_PD_DIED], c->ends[SOAK_DSP_GONE],
	       c->ends[SOAK_BAD_ANSWER],
	       c->submitted - c->ends[SOAK_OK] - c->ends[SOAK_METHOD] - c->ends[SOAK_CANCELED] -
	       c->ends[SOAK_TIME] - c->ends[SOAK_PD_DIED] - c->ends[SOAK_DSP_GONE] -
	       c->ends[SOAK_BAD_ANSWER]);
	for (unsigned int i = 0; i < SOAK_EVENTS; i++) {
		t_note("%s %lu", soak_names[i], soak->events[i]);
		events += soak->events[i];
	}
	t_note("events %lu, sessions %lu, closed with calls in flight %lu", events, c->sessions,
	       c->closed);
}

/* Situation: 8 processes submit calls of all kinds, while they are killed at random, PDs
 * die, the DSP lies, stops and crashes, and the driver loses its device.
 * Expectation: every call ends in a way that makes sense; when all is quiet nothing is
 * left, and the kernel uses no more memory after the last part than after the first.
 */
T_CASE(soak_all, "soak", .log = board_log_restart, .seconds = 7200)
{
	const char *wanted = getenv("SOAK_SECONDS");
	double seconds = wanted ? atof(wanted) : SOAK_SECONDS * t_slowdown() / 2.0;
	struct soak soak = { 0 };

	soak.counts = mmap(NULL, sizeof(*soak.counts), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	T_CHECK(soak.counts != MAP_FAILED);
	soak_seed(4711);
	for (unsigned int part = 0; part < SOAK_PARTS; part++)
		soak_part(&soak, part, seconds / SOAK_PARTS);
	soak_report(&soak);
	T_EQ(soak.counts->wrong, 0);
	T_CHECK(soak.counts->ends[SOAK_OK] > 0);
	/* A debug kernel keeps what was freed; it looks for leaks itself. */
	if (t_slowdown() == 1)
		T_CHECK(soak.kib[SOAK_PARTS - 1] <= soak.kib[0] + SOAK_KIB);
}
