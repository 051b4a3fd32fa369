// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Lets a model go on with a text, first on the DSP and then on the guest's processor, and
 * compares what both have said. Greedy: of all tokens the one with the greatest logit, so
 * that the same arithmetic says the same.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <llama.h>

#include "work.h"

#define GENERATE_PROMPT "Once upon a time"
#define GENERATE_TOKENS 32
#define GENERATE_TOKENS_MAX 256
#define GENERATE_CONTEXT 512

/*
 * The greatest difference of a logit, as part of the deviation of all logits of its token.
 * Both sides round what they multiply quantised matrices with to 8 bits, in groups of their
 * own: half a percent of a deviation for each side and product. The greatest of some hundred
 * logits is off by three times that, which is 2 % for the last product alone; the layers
 * before it add to it. The last bits of HVX (docs/hvx.md) are far below.
 */
#define GENERATE_DIFFERENCE_MAX 0.1

struct generate_run {
	const char *device;
	unsigned int prompt, tokens, vocabulary;
	llama_token token[GENERATE_TOKENS_MAX];
	float *logits;			/* of each token */
	double loading, seconds;
	struct work work;
};

static double generate_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void generate_say(const struct llama_vocab *vocab, llama_token token)
{
	char piece[64];
	int length = llama_token_to_piece(vocab, token, piece, sizeof(piece), 0, false);

	for (int i = 0; i < length; i++)	/* noise has control characters */
		putchar((unsigned char)piece[i] < ' ' ? '?' : piece[i]);
	fflush(stdout);
}

static llama_token generate_best(const float *logits, unsigned int count)
{
	llama_token best = 0;

	for (unsigned int i = 1; i < count; i++)
		if (logits[i] > logits[best])
			best = i;
	return best;
}

/* Goes on until all tokens are there. */
static bool generate_tokens(struct generate_run *r, struct llama_context *context,
			    const struct llama_vocab *vocab)
{
	llama_token prompt[64];
	int count = llama_tokenize(vocab, GENERATE_PROMPT, strlen(GENERATE_PROMPT), prompt, 64,
				   true, false);
	struct llama_batch batch = llama_batch_get_one(prompt, count);

	if (count <= 0)
		return false;
	r->prompt = count;
	printf("%-8s %s", r->device, GENERATE_PROMPT);
	for (unsigned int i = 0; i < r->tokens; i++) {
		float *to = r->logits + (size_t)i * r->vocabulary;

		if (llama_decode(context, batch))
			return false;
		memcpy(to, llama_get_logits_ith(context, -1), r->vocabulary * sizeof(*to));
		r->token[i] = generate_best(to, r->vocabulary);
		generate_say(vocab, r->token[i]);
		batch = llama_batch_get_one(&r->token[i], 1);
	}
	putchar('\n');
	return true;
}

static struct llama_context *generate_context(struct generate_run *r, struct llama_model *model)
{
	struct llama_context_params params = llama_context_default_params();

	params.n_ctx = GENERATE_CONTEXT;
	params.n_batch = GENERATE_CONTEXT;
	params.n_threads = params.n_threads_batch = 2;
	params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_ENABLED;
	params.cb_eval = work_operator;
	params.cb_eval_user_data = &r->work;
	return llama_init_from_model(model, params);
}

/* All of it on one device; a message on stderr if it fails. */
static bool generate_on(struct generate_run *r, const char *path, const char *device)
{
	struct llama_model_params params = llama_model_default_params();
	lm_ggml_backend_dev_t devices[] = { lm_ggml_backend_dev_by_name(device), NULL };
	struct llama_context *context = NULL;
	struct llama_model *model;
	double start = generate_now();
	bool done = false;

	r->device = device;
	if (!devices[0]) {
		fprintf(stderr, "generate: there is no device %s; the lines above say why\n",
			device);
		return false;
	}
	work_begin(&r->work);
	params.n_gpu_layers = lm_ggml_backend_dev_type(devices[0]) ==
			      LM_GGML_BACKEND_DEVICE_TYPE_CPU ? 0 : 999;
	params.devices = params.n_gpu_layers ? devices : &devices[1];
	model = llama_model_load_from_file(path, params);
	if (model)
		context = generate_context(r, model);
	if (context) {
		const struct llama_vocab *vocab = llama_model_get_vocab(model);

		r->vocabulary = llama_vocab_n_tokens(vocab);
		r->logits = calloc((size_t)r->tokens * r->vocabulary, sizeof(*r->logits));
		r->loading = generate_now() - start;
		done = r->logits && generate_tokens(r, context, vocab);
		r->seconds = generate_now() - start - r->loading;
		llama_free(context);
	}
	if (model)
		llama_model_free(model);
	if (!done)
		fprintf(stderr, "generate: %s: it cannot be run on %s%s%s\n", path, device,
			work_error(&r->work)[0] ? ": " : "", work_error(&r->work));
	return done;
}

/* ------------------------------------------------------------- comparison -- */

/* How far apart the logits of one token are, in their deviations. */
static double generate_difference(const float *a, const float *b, unsigned int count)
{
	double sum = 0, squares = 0, most = 0;

	for (unsigned int i = 0; i < count; i++) {
		sum += b[i];
		squares += (double)b[i] * b[i];
		if (!isfinite(a[i]) || !isfinite(b[i]))
			return INFINITY;
		if (fabs((double)a[i] - b[i]) > most)
			most = fabs((double)a[i] - b[i]);
	}
	return most / sqrt(squares / count - sum / count * sum / count);
}

/* Tokens that are alike; what follows the first other one has another text before it. */
static unsigned int generate_alike(const struct generate_run *a, const struct generate_run *b,
				   double *difference)
{
	unsigned int i;

	*difference = 0;
	for (i = 0; i < a->tokens; i++) {
		size_t at = (size_t)i * a->vocabulary;
		double d = generate_difference(a->logits + at, b->logits + at, a->vocabulary);

		if (d > *difference)
			*difference = d;
		if (a->token[i] != b->token[i])
			break;
	}
	return i;
}

static void generate_rate(const struct generate_run *r)
{
	unsigned int all = r->prompt - 1 + r->tokens;

	printf("%-8s %.2f tokens/s emulated: %u of the prompt and %u more in %.1f s; loaded in %.1f s\n",
	       r->device, all / r->seconds, r->prompt, r->tokens, r->seconds, r->loading);
}

static int generate_summary(const struct generate_run *htp, const struct generate_run *cpu)
{
	double difference;
	unsigned int alike = generate_alike(htp, cpu, &difference);
	const char *error = work_error(&htp->work);
	bool good = alike == htp->tokens && difference <= GENERATE_DIFFERENCE_MAX && !error[0];

	generate_rate(htp);
	generate_rate(cpu);
	work_print(&htp->work);
	if (error[0])
		printf("error    %s\n", error);
	printf("check    HTP0 %s CPU within %.4f of the logits' deviation (limit %.2f), %u of %u tokens alike\n",
	       good ? "==" : "!=", difference, GENERATE_DIFFERENCE_MAX, alike, htp->tokens);
	return !good;
}

int main(int argc, char **argv)
{
	static struct generate_run htp, cpu;
	unsigned int tokens = argc > 2 ? strtoul(argv[2], NULL, 10) : GENERATE_TOKENS;

	if (argc < 2 || argc > 3 || argv[1][0] == '-' || !tokens ||
	    tokens > GENERATE_TOKENS_MAX) {
		fprintf(stderr, "usage: generate MODEL [TOKENS, at most %d]\n",
			GENERATE_TOKENS_MAX);
		return 2;
	}
	/* The emulated DSP has no matrix unit, and processors for one thread. */
	setenv("LM_GGML_HEXAGON_NHMX", "0", 0);
	setenv("LM_GGML_HEXAGON_NHVX", "1", 0);
	setenv("LM_GGML_HEXAGON_PROFILE", "1", 0);
	work_listen();
	llama_backend_init();
	htp.tokens = cpu.tokens = tokens;
	if (!generate_on(&htp, argv[1], "HTP0") || !generate_on(&cpu, argv[1], "CPU"))
		return 1;
	return generate_summary(&htp, &cpu);
}
