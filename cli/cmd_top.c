// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda top: which programs use a DSP, and how much.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "cmd.h"
#include "diagnose.h"
#include "json.h"
#include "process.h"
#include "qda.h"

#define TOP_NODES	16
#define TOP_COUNT_MAX	1000000000

/**
 * struct top - what is shown
 */
struct top {
	/** @nodes: the DSPs */
	struct qda_device_entry nodes[TOP_NODES];
	/** @node_count: number of @nodes */
	int node_count;
	/** @only: "accel0", the only one to show, or "" */
	char only[QDA_PATH_SIZE];
	/** @seconds: between two pictures */
	unsigned long seconds;
	/** @count: pictures, 0 is without end */
	unsigned long count;
	/** @json: for programs */
	bool json;
	/** @screen: whether each picture replaces the one before */
	bool screen;
};

/**
 * struct top_rates - what a program did between two looks
 */
struct top_rates {
	/** @calls: a second */
	double calls;
	/** @busy: share of the time in which calls were on their way, of each added */
	double busy;
	/** @copied: bytes a second */
	double copied;
};

static int64_t top_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CMD_NS_PER_S + now.tv_nsec;
}

static const char *top_domain(const struct top *top, const char *node)
{
	for (int i = 0; i < top->node_count; i++) {
		if (!strcmp(strrchr(top->nodes[i].path, '/') + 1, node))
			return top->nodes[i].domain[0] ? top->nodes[i].domain : node;
	}
	return node;
}

static struct top_rates top_rates(const struct client *client,
				  const struct clients *before, int64_t took_ns)
{
	const struct client none = { 0 }, *old = &none;
	double seconds = (double)took_ns / (double)CMD_NS_PER_S;

	for (size_t i = 0; i < before->count; i++) {
		if (before->list[i].id == client->id &&
		    !strcmp(before->list[i].node, client->node))
			old = &before->list[i];
	}
	return (struct top_rates){
		.calls = (double)(client->calls - old->calls) / seconds,
		.busy = (double)(client->busy_ns - old->busy_ns) / (double)took_ns,
		.copied = (double)(client->copied - old->copied) / seconds,
	};
}

static void top_print(const struct top *top, const struct clients *now,
		      const struct clients *before, int64_t took_ns)
{
	if (top->screen)
		fputs("\033[H\033[J", stdout);
	printf("%7s %-6s %8s %10s %7s %10s %10s  %s\n", "PID", "DSP", "SESSIONS",
	       "CALLS/S", "BUSY%", "COPIED/S", "MEMORY", "PROGRAM");
	for (size_t i = 0; i < now->count; i++) {
		const struct client *client = &now->list[i];
		struct top_rates rates = top_rates(client, before, took_ns);

		if (top->only[0] && strcmp(client->node, top->only))
			continue;
		printf("%7d %-6s %8" PRIu64 " %10.1f %7.1f %9.0fK %9" PRIu64 "K  %s\n",
		       client->pid, top_domain(top, client->node), client->sessions,
		       rates.calls, rates.busy * 100, rates.copied / 1024,
		       client->memory >> 10, client->name);
	}
	if (now->hidden)
		printf("(%zu processes of other users cannot be looked at: root may)\n",
		       now->hidden);
}

/* A picture is a line. */
static void top_json(const struct top *top, const struct clients *now,
		     const struct clients *before, int64_t took_ns)
{
	const char *comma = "";

	printf("{\"interval_ns\": %" PRId64 ", \"hidden\": %zu, \"programs\": [",
	       took_ns, now->hidden);
	for (size_t i = 0; i < now->count; i++) {
		const struct client *client = &now->list[i];
		struct top_rates rates = top_rates(client, before, took_ns);

		if (top->only[0] && strcmp(client->node, top->only))
			continue;
		printf("%s{\"pid\": %d, \"program\": ", comma, client->pid);
		json_string(stdout, client->name);
		printf(", \"dsp\": ");
		json_string(stdout, top_domain(top, client->node));
		printf(", \"sessions\": %" PRIu64 ", \"calls\": %" PRIu64
		       ", \"busy_ns\": %" PRIu64 ", \"copied\": %" PRIu64
		       ", \"memory\": %" PRIu64, client->sessions, client->calls,
		       client->busy_ns, client->copied, client->memory);
		printf(", \"calls_per_s\": %.3f, \"busy\": %.4f}", rates.calls, rates.busy);
		comma = ", ";
	}
	printf("]}\n");
}

static int top_watch(const struct top *top)
{
	struct clients before, now;
	int64_t then = top_now();
	int ret;

	ret = clients_read(&before);
	for (unsigned long i = 0; !ret && (!top->count || i < top->count); i++) {
		int64_t took;

		sleep((unsigned int)top->seconds);
		ret = clients_read(&now);
		took = top_now() - then;
		then += took;
		if (top->json)
			top_json(top, &now, &before, took);
		else
			top_print(top, &now, &before, took);
		clients_free(&before);
		before = now;
		if (fflush(stdout) || ferror(stdout))
			break;
	}
	clients_free(&before);
	if (ret)
		cmd_complain("cannot read /proc: %s", strerror(-ret));
	return ret ? CMD_FAILED : CMD_OK;
}

/* There must be a DSP; all are shown, or the one that is named. */
static int top_start(struct top *top, const struct cmd_options *options)
{
	char problem[DIAGNOSE_TEXT];
	struct qda_device *dev;
	int ret;

	ret = process_find_dsp(options->device, options->wait_ns, &dev);
	if (ret) {
		diagnose_open(options->device, ret, problem, sizeof(problem));
		cmd_complain("no DSP found: %s", problem);
		return CMD_NO_DSP;
	}
	if (options->device)
		snprintf(top->only, sizeof(top->only), "%s",
			 strrchr(qda_device_path(dev), '/') + 1);
	qda_device_close(dev);
	top->node_count = qda_device_list(top->nodes, TOP_NODES);
	if (top->node_count > TOP_NODES)
		top->node_count = TOP_NODES;
	return top_watch(top);
}

static void top_help(void)
{
	puts("usage: qda [-d DSP] top [-1j] [-i SECONDS] [-n COUNT]\n"
	     "\n"
	     "Which programs have a DSP open: their sessions, calls a second, how busy they\n"
	     "keep it, bytes copied, memory. Shows one's own programs; root sees all.\n"
	     "\n"
	     "  -1, --once          one picture, after an interval\n"
	     "  -n, --count N       so many pictures; without end if not given\n"
	     "  -i, --interval S    seconds between two (default 1)\n"
	     "  -j, --json          for programs: a JSON object a line");
}

/**
 * cmd_top() - the sub-command top
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_top(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "count", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "interval", required_argument, NULL, 'i' },
		{ "json", no_argument, NULL, 'j' },
		{ "once", no_argument, NULL, '1' },
		{ 0 },
	};
	struct top top = { .seconds = 1 };
	int option;

	while ((option = getopt_long(argc, argv, ":1hi:jn:", longs, NULL)) >= 0) {
		switch (option) {
		case '1':
			top.count = 1;
			break;
		case 'i':
			if (cmd_parse_number(optarg, 1, CMD_SECONDS_MAX, "number of seconds",
					     &top.seconds))
				return CMD_USAGE;
			break;
		case 'j':
			top.json = true;
			break;
		case 'n':
			if (cmd_parse_number(optarg, 1, TOP_COUNT_MAX, "number of pictures",
					     &top.count))
				return CMD_USAGE;
			break;
		case 'h':
			top_help();
			return CMD_OK;
		default:
			return cmd_bad_option("top", argv, option);
		}
	}
	if (optind < argc) {
		cmd_complain("top takes no argument such as '%s'", argv[optind]);
		return CMD_USAGE;
	}
	top.screen = !top.json && top.count != 1 && isatty(STDOUT_FILENO);
	return top_start(&top, options);
}
