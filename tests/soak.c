// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Everything at once, for long: processes submit calls, and are killed; PDs die, the
 * DSP stops, crashes, lies, the driver is taken from its device. SOAK_SECONDS says how
 * long, "make soak" sets it.
 */
#include <errno.h>
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

#define SOAK_SECONDS	20u
/* Parts of the time; between them all is quiet, and what is in use is noted. */
#define SOAK_PARTS	5u
/*
 * Between two of the rare events, at most; meanwhile so many calls work, if that takes no
 * longer than some of these times.
 */
#define SOAK_RARE_S	15.0
#define SOAK_RARE_CALLS	20u
#define SOAK_RARE_TIMES	2
/* Milliseconds until a release is answered, if it ever is. */
#define SOAK_RELEASE_MS	(10000 * t_slowdown())
/* What the kernel's memory may vary by: its caches are filled at any time. */
#define SOAK_KIB	6144

/* What costs seconds each time. */
enum soak_rare {
	SOAK_STOP, SOAK_CRASH, SOAK_UNBIND,
	SOAK_RARES,
};

/**
 * struct soak - the run
 * @counts: what all processes have done
 * @rares: how often each of the rare events was
 * @deaths: PDs that have died
 * @late: accesses of a DSP that was being stopped, refused by the SMMU
 * @kib: the kernel's memory when all was quiet, after each part
 */
struct soak {
	struct soak_counts *counts;
	unsigned long rares[SOAK_RARES];
	long deaths, late;
	long kib[SOAK_PARTS];
};

static double soak_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A process that makes events until it is told to stop. */
static pid_t soak_process(struct soak *soak, void (*run)(struct soak_counts *counts))
{
	pid_t pid;

	fflush(stdout);
	T_OK(pid = fork());
	if (!pid) {
		soak_seed((unsigned int)getpid());
		run(soak->counts);
		_exit(0);
	}
	return pid;
}

static void soak_process_end(pid_t pid)
{
	int status;

	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
}

/* One of them has ended before its time: it has said why. */
static void soak_process_check(void)
{
	T_EQ(waitpid(-1, NULL, WNOHANG), 0);
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

static void soak_unbind(void)
{
	int fd;

	board_unbind();
	T_OK(fd = raw_open_wait(RAW_CALL_MS * 2));
	close(fd);
}

/*
 * GLINK is shut before the DSP stops: it can't be told of the end then, and may still look
 * at messages whose memory has gone. The SMMU refuses that; at any other time it has nothing
 * to refuse.
 */
static void soak_stop(struct soak *soak)
{
	long faults = board_stat("faults");

	board_dsp_restart();
	soak->late += board_stat("faults") - faults;
}

/* One of the rare events, each in its turn. */
static void soak_rare(struct soak *soak)
{
	static unsigned int turn;
	enum soak_rare rare = turn++ % SOAK_RARES;

	soak->rares[rare]++;
	switch (rare) {
	case SOAK_STOP:
		soak_stop(soak);
		break;
	case SOAK_CRASH:
		soak_crash_dsp();
		break;
	default:
		soak_unbind();
	}
}

/* Lets the others go on for a while, in which calls work. */
static void soak_wait(const struct soak *soak, double seconds)
{
	const uint64_t *good = &soak->counts->ends[SOAK_OK];
	uint64_t enough = __atomic_load_n(good, __ATOMIC_RELAXED) + SOAK_RARE_CALLS;
	double start = soak_now(), took = 0;

	while (took < seconds || (__atomic_load_n(good, __ATOMIC_RELAXED) < enough &&
				  took < seconds * SOAK_RARE_TIMES)) {
		t_sleep_ms(50);
		soak_process_check();
		took = soak_now() - start;
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

/*
 * A session whose release the DSP has not answered has its bank until the DSP ends: that
 * is right, and cured here. There are no more of them than silences since @silences.
 */
static void soak_cure(struct soak *soak, uint64_t silences)
{
	long orphans = watch_counter("orphans");

	for (unsigned int ms = 0; orphans && ms < SOAK_RELEASE_MS; ms += 20) {
		t_sleep_ms(20);
		orphans = watch_counter("orphans");
	}
	if (!orphans)
		return;
	t_note("%ld sessions whose release has no answer: the DSP is started anew", orphans);
	T_CHECK((uint64_t)orphans <= soak->counts->silences - silences);
	soak_stop(soak);
}

/* All that was used is given back. */
static void soak_settle(struct soak *soak, unsigned int part, uint64_t silences)
{
	board_honest();
	soak_cure(soak, silences);
	if (!watch_counters_zero(30000))
		t_fail("part %u has left something", part + 1);
	board_stat_wait("processes", 0);
	/* What PDs have left when they died; the kernel keeps it for minutes. */
	dump_clear();
	t_sleep_ms(1000);
	soak->kib[part] = soak_memory(part);
}

static void soak_part(struct soak *soak, unsigned int part, double seconds)
{
	double end = soak_now() + seconds;
	double pause = seconds / 2 < SOAK_RARE_S ? seconds / 2 : SOAK_RARE_S;
	uint64_t silences = soak->counts->silences;
	long deaths = board_stat("deaths");
	pid_t killer, liar;

	soak->counts->stop = false;
	killer = soak_process(soak, soak_kill);
	liar = soak_process(soak, soak_lie);
	do {
		soak_wait(soak, pause);
		soak_rare(soak);
	} while (soak_now() + pause < end);
	soak_wait(soak, end - soak_now());
	__atomic_store_n(&soak->counts->stop, true, __ATOMIC_RELAXED);
	soak_process_end(liar);
	soak_process_end(killer);
	soak->deaths += board_stat("deaths") - deaths;
	soak_settle(soak, part, silences);
}

static void soak_report_calls(const struct soak_counts *c)
{
	uint64_t seen = 0;

	for (unsigned int i = 0; i < SOAK_ENDS; i++)
		seen += c->ends[i];
	t_note("calls submitted %lu: good %lu, method failed %lu, canceled %lu, time over %lu, "
	       "PD died %lu, DSP gone %lu, bad answer %lu, nobody left to look %lu",
	       c->submitted, c->ends[SOAK_OK], c->ends[SOAK_METHOD], c->ends[SOAK_CANCELED],
	       c->ends[SOAK_TIME], c->ends[SOAK_PD_DIED], c->ends[SOAK_DSP_GONE],
	       c->ends[SOAK_BAD_ANSWER], c->submitted - seen);
	t_note("sessions %lu, closed with calls in flight %lu, lies %lu", c->sessions, c->closed,
	       c->lies);
}

static void soak_report(const struct soak *soak, double seconds)
{
	const struct soak_counts *c = soak->counts;
	unsigned long events = c->kills + (unsigned long)soak->deaths;

	for (unsigned int i = 0; i < SOAK_RARES; i++)
		events += soak->rares[i];
	soak_report_calls(c);
	t_note("events %lu, %.0f a minute: kills %lu (%lu with a session), PD deaths %ld, "
	       "stops %lu, crashes %lu, unbinds %lu", events, (double)events * 60 / seconds,
	       c->kills, c->kills_session, soak->deaths, soak->rares[SOAK_STOP],
	       soak->rares[SOAK_CRASH], soak->rares[SOAK_UNBIND]);
	t_note("refused by the SMMU while the DSP was being stopped: %ld", soak->late);
}

/* Situation: 8 processes submit calls of all kinds, while they are killed, PDs die, and
 * the DSP lies; now and then it stops, crashes, or the driver loses its device.
 * Expectation: every call ends in a way that makes sense; when all is quiet nothing is
 * left, and the kernel uses no more memory after the last part than after the first.
 */
T_CASE(soak_all, "soak", .log = board_log_soak, .seconds = 7200)
{
	const char *wanted = getenv("SOAK_SECONDS");
	double seconds = wanted ? atof(wanted) : SOAK_SECONDS * t_slowdown() / 2.0;
	struct soak soak = { 0 };
	long faults = board_stat("faults");
	double start = soak_now();

	soak.counts = mmap(NULL, sizeof(*soak.counts), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	T_CHECK(soak.counts != MAP_FAILED);
	for (unsigned int part = 0; part < SOAK_PARTS; part++)
		soak_part(&soak, part, seconds / SOAK_PARTS);
	soak_report(&soak, soak_now() - start);
	T_EQ(soak.counts->wrong, 0);
	T_EQ(board_stat("faults") - faults, soak.late);
	T_CHECK(soak.counts->ends[SOAK_OK] > 0);
	T_CHECK(soak.counts->kills > 0 && soak.deaths > 0);
	/* A debug kernel keeps what was freed; it looks for leaks itself. */
	if (t_slowdown() == 1)
		T_CHECK(soak.kib[SOAK_PARTS - 1] <= soak.kib[0] + SOAK_KIB);
}
