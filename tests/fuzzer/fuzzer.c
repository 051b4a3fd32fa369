// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Runs programs against the driver for FUZZER_SECONDS and keeps those that reach what
 * none has reached before, in FUZZER_FOLDER/corpus. The first that makes the kernel
 * complain, leaves something in the driver or can't be killed ends the run; it is left in
 * FUZZER_FOLDER as "bad". FUZZER_PROGRAM names one that is to run alone.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuzzer/steps.h"
#include "tools/board.h"
#include "tools/raw.h"
#include "tools/t.h"
#include "tools/watch.h"

#define FUZZER_BITS	(1u << 22)
/* A program that takes longer is killed; DSP restarts on a debug kernel are slow. */
#define FUZZER_KILL_S	120
/* Seconds between two lines that say how far it is. */
#define FUZZER_TELL_S	60
/* When it has ended nothing may be left after this, on a kernel that is not slow. */
#define FUZZER_ZERO_MS	1000u
/* Time that the DSP has to let go of a session. */
#define FUZZER_ORPHAN_MS 2000u

/**
 * struct fuzzer - what outlives a process that runs programs; shared
 * @seen: places that were reached
 * @corpus: programs that have reached something new
 * @runs: programs that were run
 * @places: bits of @seen
 * @killed: programs that did not end by themselves
 * @restarts: ends of the DSP because it did not let go of a session
 * @loaded: the corpus of former times was run
 * @bad: @now has brought to light a fault
 * @now: the program that runs
 */
struct fuzzer {
	uint8_t seen[FUZZER_BITS / 8];
	struct fuzzer_corpus corpus;
	unsigned long runs, places, killed, restarts;
	bool loaded, bad;
	struct fuzzer_program now;
};

static struct fuzzer *fuzzer;
static const char *fuzzer_folder;
static time_t fuzzer_end;

static void fuzzer_save(const struct fuzzer_program *p, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", fuzzer_folder, name);
	if (!fuzzer_program_save(p, path))
		t_note("cannot write %s", path);
}

static void fuzzer_restart_dsp(void)
{
	int fd;

	board_dsp_restart();
	T_OK(fd = raw_open_wait(FUZZER_ZERO_MS * t_slowdown()));
	close(fd);
	fuzzer->restarts++;
}

/*
 * After each program all is as before it. A session that the DSP does not let go of, for
 * it has lied about that, stays until the DSP ends.
 */
static bool fuzzer_is_clean(void)
{
	bool clean = !fuzzer_cover_report();

	board_honest();
	for (unsigned int ms = 0; !watch_counters_are_zero(); ms += 20) {
		if (ms >= FUZZER_ORPHAN_MS && watch_counter("orphans") > 0) {
			fuzzer_restart_dsp();
			break;
		}
		if (ms >= FUZZER_ZERO_MS * t_slowdown())
			return watch_counters_zero(0);
		t_sleep_ms(20);
	}
	return clean;
}

/* Takes away steps that the fault does without. Only one that shows each time is found so. */
static void fuzzer_shrink(struct fuzzer_program *p)
{
	for (unsigned int at = p->count; at-- && p->count > 1;) {
		struct fuzzer_program less = *p;

		fuzzer_program_remove(&less, at);
		steps_allow_restart();
		steps_run(&less);
		if (!fuzzer_is_clean())
			*p = less;
	}
}

static void fuzzer_complain(void)
{
	fuzzer->bad = true;
	fuzzer_save(&fuzzer->now, "bad");
	t_note("program %lu shows a fault, see \"bad\":", fuzzer->runs);
	fuzzer_program_print(&fuzzer->now);
	fuzzer_shrink(&fuzzer->now);
	fuzzer_save(&fuzzer->now, "bad");
	t_note("what is left of it shows one, too:");
	fuzzer_program_print(&fuzzer->now);
	fflush(stdout);
	_exit(0);
}

/* Runs fuzzer->now, and keeps it if it is worth it. */
static void fuzzer_try(bool save)
{
	struct fuzzer_corpus *corpus = &fuzzer->corpus;
	unsigned int fresh;
	char name[64];

	if (!save)
		steps_allow_restart();
	fuzzer_cover_begin();
	steps_run(&fuzzer->now);
	fresh = fuzzer_cover_end(fuzzer->seen, FUZZER_BITS);
	fuzzer->runs++;
	fuzzer->places += fresh;
	if (!fuzzer_is_clean())
		fuzzer_complain();
	if (!fresh || corpus->count == T_ARRAY(corpus->programs))
		return;
	corpus->programs[corpus->count++] = fuzzer->now;
	snprintf(name, sizeof(name), "corpus/%lx-%u", (long)time(NULL), corpus->count);
	if (save)
		fuzzer_save(&fuzzer->now, name);
}

/* The seeds, and the corpus of former times. */
static void fuzzer_load(void)
{
	char path[512];
	struct dirent *entry;
	DIR *folder;

	fuzzer->loaded = true;
	for (unsigned int i = 0; i < fuzzer_seeds_count; i++) {
		fuzzer->now = fuzzer_seeds[i];
		fuzzer_try(false);
	}
	t_note("after %u seeds: %lu places", fuzzer_seeds_count, fuzzer->places);
	snprintf(path, sizeof(path), "%s/corpus", fuzzer_folder);
	folder = opendir(path);
	while (folder && (entry = readdir(folder)) && time(NULL) < fuzzer_end) {
		snprintf(path, sizeof(path), "%s/corpus/%s", fuzzer_folder, entry->d_name);
		if (entry->d_name[0] == '.' || !fuzzer_program_load(&fuzzer->now, path))
			continue;
		fuzzer_try(false);
	}
	if (folder)
		closedir(folder);
	t_note("after the corpus: programs %lu, kept %u, places %lu", fuzzer->runs,
	       fuzzer->corpus.count, fuzzer->places);
}

static void fuzzer_child(void)
{
	const char *alone = getenv("FUZZER_PROGRAM");

	if (!fuzzer_cover_init())
		t_fail("this kernel has no kcov");
	if (alone) {
		if (!fuzzer_program_load(&fuzzer->now, alone))
			t_fail("%s holds no program", alone);
		fuzzer_program_print(&fuzzer->now);
		fuzzer_try(false);
		_exit(0);
	}
	if (!fuzzer->loaded)
		fuzzer_load();
	while (time(NULL) < fuzzer_end) {
		fuzzer_program_make(&fuzzer->now, &fuzzer->corpus);
		fuzzer_try(true);
	}
	_exit(0);
}

/* A program may wait for ever, but not if it is killed. */
static void fuzzer_kill(pid_t pid)
{
	fuzzer->killed++;
	t_note("killed after %d s:", FUZZER_KILL_S);
	fuzzer_program_print(&fuzzer->now);
	watch_stacks(pid);
	kill(pid, SIGKILL);
	for (int s = 0; s < FUZZER_KILL_S; s++) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return;
		sleep(1);
	}
	fuzzer->bad = true;
	fuzzer_save(&fuzzer->now, "bad");
	watch_stacks(pid);
	t_fail("a program cannot be killed, see \"bad\"");
}

/* Waits for the process that runs programs. True: it has come to its end. */
static bool fuzzer_watch(pid_t pid)
{
	unsigned long runs = fuzzer->runs;
	time_t since = time(NULL), told = since;
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		t_sleep_ms(200);
		if (time(NULL) - told >= FUZZER_TELL_S) {
			told = time(NULL);
			t_note("programs %lu, kept %u, places %lu", fuzzer->runs,
			       fuzzer->corpus.count, fuzzer->places);
			fflush(stdout);
		}
		if (fuzzer->runs != runs || fuzzer->bad) {
			runs = fuzzer->runs;
			since = time(NULL);
		} else if (time(NULL) - since > FUZZER_KILL_S) {
			fuzzer_kill(pid);
			return false;
		}
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fuzzer_save(&fuzzer->now, "bad");
		t_fail("the program in \"bad\" has ended the fuzzer, status %#x", status);
	}
	return true;
}

/* Lines that the operations may cause, and faults on their way. */
static const char *const fuzzer_log[] = {
	"remoteproc remoteproc*", "qcom_q6v5_adsp *", "*timeout waiting for ssctl service*",
	"platform *-cb.*: Adding to iommu group *", "[[]drm] Initialized qda *",
	"arm-smmu-v3 *", "arm_smmu_*: * callbacks suppressed", "*intent request timed out",
	"kmemleak: Cannot allocate a scan area*", NULL
};

/* Situation: programs, for FUZZER_SECONDS.
 * Expectation: the kernel says nothing that it says of bugs; nothing is left.
 */
T_CASE(fuzzer_fuzz, "fuzz", .log = fuzzer_log, .seconds = 14400)
{
	const char *seconds = getenv("FUZZER_SECONDS");

	fuzzer_end = time(NULL) + (seconds ? atol(seconds) : 60);
	fuzzer_folder = getenv("FUZZER_FOLDER") ? getenv("FUZZER_FOLDER") : "/host";
	fuzzer = mmap(NULL, sizeof(*fuzzer), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	T_CHECK(fuzzer != MAP_FAILED);
	for (bool done = false; !done && time(NULL) < fuzzer_end + FUZZER_KILL_S;) {
		pid_t pid;

		fflush(stdout);
		T_OK(pid = fork());
		if (!pid)
			fuzzer_child();
		done = fuzzer_watch(pid);
	}
	t_note("programs %lu, kept %u, places reached %lu, killed %lu, restarts of the DSP %lu",
	       fuzzer->runs, fuzzer->corpus.count, fuzzer->places, fuzzer->killed,
	       fuzzer->restarts);
	T_CHECK(!fuzzer->bad);
}
