// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Runs the operators of cases.c on the Hexagon backend and on the CPU, compares, and says
 * so as TAP. A case may end the process, on whichever side: each is computed by a worker,
 * and the next worker goes on behind it.
 */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <ggml-backend.h>

#include "cases.h"

/* A case that takes longer counts as too slow. */
#define OPERATORS_LIMIT_MS 60000

/* Its answer to the parent. */
enum operators_verdict {
	OPERATORS_SAME,
	OPERATORS_DIFFERENT,
	OPERATORS_REFUSED,		/* the backend does not claim it */
	OPERATORS_FAILED,		/* an error was returned */
	OPERATORS_NO_DEVICE,
	OPERATORS_SLOW,			/* only the parent says these two */
	OPERATORS_DIED,
};

struct operators_answer {
	unsigned int index;
	enum operators_verdict verdict;
	double error;			/* normalised mean square */
	double seconds;
};

static double operators_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

/* Squares of the differences against squares of what it should be. */
static double operators_error(const float *is, const float *should, int64_t count)
{
	double difference = 0, whole = 0;

	for (int64_t i = 0; i < count; i++) {
		if (is[i] == should[i])
			;
		else if (isfinite(is[i]) && isfinite(should[i]))
			difference += ((double)is[i] - should[i]) * ((double)is[i] - should[i]);
		else
			return INFINITY;
		if (isfinite(should[i]))
			whole += (double)should[i] * should[i];
	}
	return difference == 0 ? 0 : whole == 0 ? INFINITY : difference / whole;
}

/* The result of a case on one backend, and how long it took; NULL and a verdict if not. */
static float *operators_compute(const struct op_case *c, lm_ggml_backend_t backend,
				int64_t *count, double *seconds, enum operators_verdict *why)
{
	struct graph g;
	float *result = NULL;

	graph_init(&g);
	*why = OPERATORS_FAILED;
	if (!graph_place(&g, backend, c->build(&g, c)))
		goto out;
	if (!graph_claimed(&g, backend)) {
		*why = OPERATORS_REFUSED;
		goto out;
	}
	if (!graph_fill(&g, 1))
		goto out;
	*seconds = operators_now();
	if (graph_compute(&g, backend)) {
		*seconds = operators_now() - *seconds;
		result = graph_result(&g);
		*count = lm_ggml_nelements(g.out);
	}
out:
	graph_exit(&g);
	return result;
}

static struct operators_answer operators_compare(unsigned int index, lm_ggml_backend_t htp,
						 lm_ggml_backend_t cpu)
{
	const struct op_case *c = &op_cases[index];
	struct operators_answer answer = { .index = index };
	float *should = NULL, *is;
	double unused;
	int64_t count;

	is = operators_compute(c, htp, &count, &answer.seconds, &answer.verdict);
	if (is)
		should = operators_compute(c, cpu, &count, &unused, &answer.verdict);
	if (should) {
		answer.error = operators_error(is, should, count);
		answer.verdict = answer.error <= c->tolerance ? OPERATORS_SAME :
							       OPERATORS_DIFFERENT;
	}
	free(is);
	free(should);
	return answer;
}

static bool operators_chosen(unsigned int index, const char *word)
{
	return !word || !strcmp(word, op_cases[index].op);
}

/* Computes the cases from @first on and writes an answer for each. */
static void operators_work(unsigned int first, const char *word, int out)
{
	lm_ggml_backend_t htp = lm_ggml_backend_init_by_name("HTP0", NULL);
	lm_ggml_backend_t cpu = lm_ggml_backend_init_by_name("CPU", NULL);

	for (unsigned int i = first; i < op_cases_count; i++) {
		struct operators_answer answer = {
			.index = i, .verdict = OPERATORS_NO_DEVICE,
		};

		if (!operators_chosen(i, word))
			continue;
		if (htp && cpu)
			answer = operators_compare(i, htp, cpu);
		if (write(out, &answer, sizeof(answer)) != sizeof(answer) || !htp || !cpu)
			break;
	}
	if (htp)
		lm_ggml_backend_free(htp);
	if (cpu)
		lm_ggml_backend_free(cpu);
}

/* One answer from a worker; what there is instead, if none comes. */
static struct operators_answer operators_wait(int in, unsigned int index)
{
	struct operators_answer answer = { .index = index };
	struct pollfd poll_in = { .fd = in, .events = POLLIN };

	answer.verdict = poll(&poll_in, 1, OPERATORS_LIMIT_MS) == 0 ? OPERATORS_SLOW :
								      OPERATORS_DIED;
	if (answer.verdict == OPERATORS_DIED && read(in, &answer, sizeof(answer)) == 0)
		answer.verdict = OPERATORS_DIED;
	return answer;
}

static bool operators_report(unsigned int number, const struct operators_answer *a)
{
	static const char *const text[] = {
		[OPERATORS_DIFFERENT] = "the results differ",
		[OPERATORS_FAILED] = "the backend returned an error",
		[OPERATORS_NO_DEVICE] = "there is no HTP0: see the lines above",
		[OPERATORS_SLOW] = "too slow: no result after a minute",
		[OPERATORS_DIED] = "the process ended: see the lines above",
	};
	const struct op_case *c = &op_cases[a->index];

	if (a->verdict == OPERATORS_REFUSED)
		printf("ok %u - %s %s # SKIP the backend does not claim it\n", number, c->op,
		       c->size);
	else if (a->verdict == OPERATORS_SAME)
		printf("ok %u - %s %s # error %.1e of %.0e, %.2f s\n", number, c->op, c->size,
		       a->error, c->tolerance, a->seconds);
	else if (a->verdict == OPERATORS_DIFFERENT)
		printf("not ok %u - %s %s\n# %s: error %.1e of %.0e, %.2f s\n", number, c->op,
		       c->size, text[a->verdict], a->error, c->tolerance, a->seconds);
	else
		printf("not ok %u - %s %s\n# %s\n", number, c->op, c->size, text[a->verdict]);
	fflush(stdout);
	return a->verdict == OPERATORS_SAME || a->verdict == OPERATORS_REFUSED;
}

/* Starts a worker; its answers come from the descriptor. */
static int operators_start(unsigned int first, const char *word, pid_t *pid)
{
	int ends[2];

	if (pipe(ends))
		return -1;
	fflush(stdout);
	*pid = fork();
	if (!*pid) {
		close(ends[0]);
		operators_work(first, word, ends[1]);
		exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static int operators_run(const char *word)
{
	unsigned int number = 0, failed = 0;
	pid_t pid = 0;
	int in = -1;

	for (unsigned int i = 0; i < op_cases_count; i++) {
		struct operators_answer answer;

		if (!operators_chosen(i, word))
			continue;
		if (in < 0)
			in = operators_start(i, word, &pid);
		if (in < 0 || pid < 0) {
			printf("Bail out! no worker: %s\n", strerror(errno));
			return 1;
		}
		answer = operators_wait(in, i);
		failed += !operators_report(++number, &answer);
		if (answer.verdict < OPERATORS_NO_DEVICE)
			continue;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(in);
		in = -1;
		if (answer.verdict == OPERATORS_NO_DEVICE)
			break;
	}
	if (in >= 0) {
		close(in);
		waitpid(pid, NULL, 0);
	}
	printf("1..%u\n", number);
	return failed || !number;
}

int main(int argc, char **argv)
{
	const char *word = argv[1];

	if (argc > 2 || (word && word[0] == '-')) {
		fprintf(stderr, "usage: operators [OPERATOR]\n");
		return 2;
	}
	/* The emulated DSP has no matrix unit, and processors for one thread. */
	setenv("LM_GGML_HEXAGON_NHMX", "0", 0);
	setenv("LM_GGML_HEXAGON_NHVX", "1", 0);
	return operators_run(word);
}
