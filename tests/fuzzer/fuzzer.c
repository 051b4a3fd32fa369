// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Runs programs against the driver for FUZZER_SECONDS, keeps those that reach what none
 * has reached before, in FUZZER_FOLDER/corpus, and makes new ones of them. What makes the
 * kernel complain is left in the folder "bad" beside it. At the end the file "places" has
 * the places in qda.ko that were reached, as offsets from its beginning.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuzzer/fuzzer.h"
#include "tools/board.h"
#include "tools/t.h"

#define FUZZER_CORPUS	4096u
#define FUZZER_BITS	(1u << 22)
/* A program that takes longer is stuck; DSP restarts on a debug kernel are slow. */
#define FUZZER_STUCK_S	120

/**
 * struct fuzzer - what outlives a process that runs programs; shared
 * @seen: places that were reached
 * @corpus: programs that have reached something new
 * @count: how many
 * @runs: programs that were run
 * @places: bits of @seen
 * @bad: programs that made the kernel complain
 * @now: the program that runs
 */
struct fuzzer {
	uint8_t seen[FUZZER_BITS / 8];
	struct fuzzer_program corpus[FUZZER_CORPUS];
	unsigned int count;
	unsigned long runs, places, bad;
	struct fuzzer_program now;
};

static struct fuzzer *fuzzer;
static const char *fuzzer_folder;
static uint64_t fuzzer_state;

static uint32_t fuzzer_random(uint32_t limit)
{
	fuzzer_state ^= fuzzer_state << 13;
	fuzzer_state ^= fuzzer_state >> 7;
	fuzzer_state ^= fuzzer_state << 17;
	return (uint32_t)(fuzzer_state >> 20) % limit;
}

static void fuzzer_random_step(struct fuzzer_step *step)
{
	for (unsigned int i = 0; i < sizeof(*step); i++)
		((uint8_t *)step)[i] = (uint8_t)fuzzer_random(256);
	step->op = (uint8_t)fuzzer_random(fuzzer_ops);
	/* Most steps are to meet no fault. */
	if (fuzzer_random(4))
		step->nth = 255;
}

static void fuzzer_insert(struct fuzzer_program *p, unsigned int at, const struct fuzzer_step *step)
{
	if (p->count == FUZZER_STEPS)
		return;
	memmove(&p->steps[at + 1], &p->steps[at], (p->count - at) * sizeof(*step));
	p->steps[at] = *step;
	p->count++;
}

static void fuzzer_mutate(struct fuzzer_program *p)
{
	const struct fuzzer_program *other = &fuzzer->corpus[fuzzer_random(fuzzer->count)];
	unsigned int at = p->count ? fuzzer_random(p->count) : 0;
	struct fuzzer_step step;

	switch (fuzzer_random(8)) {
	case 0:
		fuzzer_random_step(&step);
		fuzzer_insert(p, at, &step);
		break;
	case 1:
		if (other->count)
			fuzzer_insert(p, at, &other->steps[fuzzer_random(other->count)]);
		break;
	case 2:
		if (p->count > 1) {
			memmove(&p->steps[at], &p->steps[at + 1],
				(p->count - at - 1) * sizeof(step));
			p->count--;
		}
		break;
	case 3:
		p->steps[at].nth = (uint8_t)fuzzer_random(fuzzer_random(2) ? 24 : 256);
		break;
	case 4:
		/* Its beginning, then the end of another one. */
		for (unsigned int i = at; i < other->count && i < FUZZER_STEPS; i++) {
			p->steps[i] = other->steps[i];
			p->count = (uint8_t)(i + 1);
		}
		break;
	case 5:
		p->steps[at].a[fuzzer_random(FUZZER_BYTES)] ^= (uint8_t)(1 << fuzzer_random(8));
		break;
	default:
		p->steps[at].a[fuzzer_random(FUZZER_BYTES)] = (uint8_t)fuzzer_random(256);
	}
}

static void fuzzer_make(struct fuzzer_program *p)
{
	if (!fuzzer->count || !fuzzer_random(20)) {
		p->count = (uint8_t)(1 + fuzzer_random(FUZZER_STEPS));
		for (unsigned int i = 0; i < p->count; i++)
			fuzzer_random_step(&p->steps[i]);
		return;
	}
	/* The last ones are the least known. */
	*p = fuzzer->corpus[fuzzer_random(2) ? fuzzer_random(fuzzer->count) :
			    fuzzer->count - 1 - fuzzer_random(fuzzer->count < 32 ?
							      fuzzer->count : 32)];
	for (unsigned int n = 1 + fuzzer_random(5); n; n--)
		fuzzer_mutate(p);
}

static void fuzzer_save(const char *kind, unsigned long number, const struct fuzzer_program *p)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%lx-%lu", fuzzer_folder, kind, (long)time(NULL),
		 number);
	file = fopen(path, "wb");
	if (!file)
		return;
	fwrite(p, sizeof(*p), 1, file);
	fclose(file);
}

/* Runs fuzzer->now, and keeps it if it is worth it. */
static void fuzzer_try(bool save)
{
	unsigned int fresh;

	fuzzer_cover_begin();
	fuzzer_run(&fuzzer->now);
	fresh = fuzzer_cover_end(fuzzer->seen, FUZZER_BITS);
	fuzzer->runs++;
	fuzzer->places += fresh;
	if (fuzzer_cover_report()) {
		fuzzer_save("bad", fuzzer->bad++, &fuzzer->now);
		fflush(stdout);
	}
	if (!fresh || fuzzer->count == FUZZER_CORPUS)
		return;
	fuzzer->corpus[fuzzer->count++] = fuzzer->now;
	if (save)
		fuzzer_save("corpus", fuzzer->count, &fuzzer->now);
}

static bool fuzzer_load(const char *path)
{
	struct fuzzer_program *p = &fuzzer->now;
	FILE *file = fopen(path, "rb");
	bool ok = file && fread(p, sizeof(*p), 1, file) == 1 && p->count <= FUZZER_STEPS;

	if (file)
		fclose(file);
	return ok;
}

/* The corpus of former times; what is not new any more is dropped. */
static void fuzzer_load_all(void)
{
	char path[512];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/corpus", fuzzer_folder);
	folder = opendir(path);
	while (folder && (entry = readdir(folder))) {
		snprintf(path, sizeof(path), "%s/corpus/%s", fuzzer_folder, entry->d_name);
		if (entry->d_name[0] == '.' || !fuzzer_load(path))
			continue;
		fuzzer_try(false);
	}
	if (folder)
		closedir(folder);
}

static void fuzzer_child(time_t end)
{
	fuzzer_state = (uint64_t)time(NULL) * 0x9e3779b97f4a7c15ull + (uint64_t)getpid();
	if (!fuzzer_cover_init()) {
		t_note("this kernel, or this qda.ko, has no kcov or no fail-nth");
		_exit(2);
	}
	if (!fuzzer->runs)
		fuzzer_load_all();
	while (time(NULL) < end) {
		fuzzer_make(&fuzzer->now);
		fuzzer_try(true);
	}
	_exit(0);
}

/* Waits for the process that runs programs. True: it has come to its end. */
static bool fuzzer_watch(pid_t pid)
{
	unsigned long runs = fuzzer->runs;
	time_t since = time(NULL);
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		sleep(1);
		if (fuzzer->runs != runs) {
			runs = fuzzer->runs;
			since = time(NULL);
		} else if (time(NULL) - since > FUZZER_STUCK_S) {
			t_note("stuck: a program takes longer than %d s", FUZZER_STUCK_S);
			fuzzer_save("bad", fuzzer->bad++, &fuzzer->now);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return false;
		}
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		t_fail("no program can be run");
	if (WIFSIGNALED(status))
		t_note("the fuzzer itself ended by signal %d", WTERMSIG(status));
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static void fuzzer_write_places(void)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/places", fuzzer_folder);
	file = fopen(path, "w");
	for (size_t bit = 0; file && bit < FUZZER_BITS; bit++)
		if (fuzzer->seen[bit / 8] & 1 << bit % 8 && fuzzer_cover_offset(bit) >= 0)
			fprintf(file, "%ld\n", fuzzer_cover_offset(bit));
	if (file)
		fclose(file);
}

/* Lines that the operations may cause, and faults on their way. */
static const char *const fuzzer_log[] = {
	"remoteproc remoteproc*", "qcom_q6v5_adsp *", "*timeout waiting for ssctl service*",
	"platform *-cb.*: Adding to iommu group *", "[[]drm] Initialized qda *",
	"arm-smmu-v3 *", "arm_smmu_*: * callbacks suppressed",
	"kmemleak: Cannot allocate a scan area*", NULL
};

/* Situation: programs of FUZZER_SECONDS.
 * Expectation: the kernel says nothing that it says of bugs; nothing is left.
 */
T_CASE(fuzzer_fuzz, "fuzz", .log = fuzzer_log, .seconds = 7200)
{
	const char *seconds = getenv("FUZZER_SECONDS");
	time_t end = time(NULL) + (seconds ? atol(seconds) : 60);

	fuzzer_folder = getenv("FUZZER_FOLDER");
	if (!fuzzer_folder)
		fuzzer_folder = "/host";
	fuzzer = mmap(NULL, sizeof(*fuzzer), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	T_CHECK(fuzzer != MAP_FAILED);
	for (bool done = false; !done && time(NULL) < end + 10;) {
		pid_t pid;

		T_OK(pid = fork());
		if (!pid)
			fuzzer_child(end);
		done = fuzzer_watch(pid);
	}
	board_honest();
	/* For the addresses only. */
	fuzzer_cover_init();
	fuzzer_write_places();
	t_note("programs %lu, kept %u, places reached %lu, bad %lu", fuzzer->runs, fuzzer->count,
	       fuzzer->places, fuzzer->bad);
	T_EQ(fuzzer->bad, 0);
}
