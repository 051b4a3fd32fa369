// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Counts what llama.cpp gives the DSP to do: nodes of its graphs, by looking at each before
 * it is computed, and packets, by reading the profile that the backend writes to its log.
 */
#include "work.h"

#include <stdio.h>
#include <string.h>

#include <llama.h>

/* The log has one reader. */
static struct work *work_now;

static void work_log(enum lm_ggml_log_level level, const char *text, void *data)
{
	const char *line = strstr(text, "profile-op ");
	unsigned int usecs;

	(void)data;
	/* The first one is the cause, and what follows says that it went on from there. */
	if (level == LM_GGML_LOG_LEVEL_ERROR && !work_now)
		fputs(text, stderr);
	else if (level == LM_GGML_LOG_LEVEL_ERROR && !work_now->error[0])
		snprintf(work_now->error, sizeof(work_now->error), "%.*s",
			 (int)strcspn(text, "\n"), text);
	if (!line || !work_now)
		return;
	if (!strncmp(line, "profile-op OPBATCH|", 19)) {
		work_now->batches++;
		line = strstr(line, "usec ");
		if (line && sscanf(line, "usec %u", &usecs) == 1)
			work_now->usecs += usecs;
	} else {
		work_now->operators++;
	}
}

/**
 * work_listen() - Take the log: the profile is counted, the first error of a run is kept.
 */
void work_listen(void)
{
	llama_log_set(work_log, NULL);
}

/**
 * work_begin() - Count for @w from now on.
 */
void work_begin(struct work *w)
{
	memset(w, 0, sizeof(*w));
	work_now = w;
}

/* Views and the like are no work. */
static bool work_is_none(const struct lm_ggml_tensor *t)
{
	return t->op == LM_GGML_OP_NONE || t->op == LM_GGML_OP_VIEW ||
	       t->op == LM_GGML_OP_RESHAPE || t->op == LM_GGML_OP_PERMUTE ||
	       t->op == LM_GGML_OP_TRANSPOSE;
}

static void work_count(struct work *w, const char *name)
{
	for (unsigned int i = 0; i < WORK_KINDS; i++) {
		if (w->kind[i].name && strcmp(w->kind[i].name, name))
			continue;
		w->kind[i].name = name;
		w->kind[i].count++;
		return;
	}
}

/**
 * work_operator() - ggml asks before it computes a node whether one wants to look at the
 * result: no, so that nodes stay together; but count it.
 */
bool work_operator(struct lm_ggml_tensor *t, bool ask, void *data)
{
	struct work *w = data;

	if (!ask || work_is_none(t))
		return false;
	if (!t->buffer || strncmp(lm_ggml_backend_buffer_name(t->buffer), "HTP", 3)) {
		w->elsewhere++;
		return false;
	}
	w->nodes++;
	work_count(w, lm_ggml_op_desc(t));
	w->bytes += lm_ggml_nbytes(t);
	for (unsigned int i = 0; i < LM_GGML_MAX_SRC; i++)
		if (t->src[i])
			w->bytes += lm_ggml_nbytes(t->src[i]);
	return false;
}

/**
 * work_print() - Lines of the summary.
 */
void work_print(const struct work *w)
{
	printf("offload  %u of %u operators on the DSP:", w->nodes, w->nodes + w->elsewhere);
	for (unsigned int i = 0; i < WORK_KINDS && w->kind[i].name; i++)
		printf("%s %u %s", i ? "," : "", w->kind[i].count, w->kind[i].name);
	printf("\nqueue    %u batches of %u operators (the backend joins some), %.1f s on the DSP\n",
	       w->batches, w->operators, w->usecs * 1e-6);
	printf("bytes    %.1f MiB read and written by operators on the DSP\n",
	       w->bytes / 1048576.0);
}

/**
 * work_error() - The first error that was said; "" if there was none.
 */
const char *work_error(const struct work *w)
{
	return w->error;
}
