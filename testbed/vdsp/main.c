// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The virtual DSP: one process for all DSPs of a board, one thread, one loop.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/log.h"
#include "board.h"
#include "dsp.h"
#include "lies/control.h"
#include "link/link.h"
#include "mem/mem.h"
#include "mem/ram.h"
#include "mem/smmu.h"
#include "pd/pd_pool.h"
#include "port/port.h"

#define MAIN_ERROR_MAX	1024
/* A signal may come just before the wait; it is seen this much later. */
#define MAIN_WAIT_MS	500

static volatile sig_atomic_t main_stop;

struct main_options {
	const char *board;
	const char *ram;
	const char *log;
	const char *shell;
	const char *emulator;
	const char *debug;
	struct port_paths sockets;
	bool fence;
	bool reattach;
};

struct main_machine {
	struct board board;
	struct ram ram;
	struct port *port;
	struct smmu *smmu;
	struct mem *mem;
	struct dsp *dsps[BOARD_DSPS_MAX];
};

static void main_on_signal(int signal)
{
	(void)signal;
	main_stop = 1;
}

static uint64_t main_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void main_attached(void *host)
{
	struct main_machine *m = host;

	for (unsigned int i = 0; i < m->board.dsp_count; i++)
		dsp_attached(m->dsps[i], main_now());
}

static void main_kicked(void *host, uint8_t bits)
{
	struct main_machine *m = host;

	for (unsigned int i = 0; i < m->board.dsp_count; i++)
		dsp_kick(m->dsps[i], bits, main_now());
}

static int main_crash(void *host, const char *dsp, enum crash_kind kind)
{
	struct main_machine *m = host;

	for (unsigned int i = 0; i < m->board.dsp_count; i++)
		if (!dsp || !strcmp(dsp, m->board.dsp[i].label))
			return dsp_crash(m->dsps[i], kind, "crash on request", main_now());
	return -ENODEV;
}

static void main_stats(void *host, struct fastrpc_stats *stats, uint64_t *faults)
{
	struct main_machine *m = host;

	for (unsigned int i = 0; i < m->board.dsp_count; i++)
		dsp_add_stats(m->dsps[i], stats);
	*faults = smmu_faults(m->smmu);
}

static void main_command(void *host, const char *line, char *answer, size_t size)
{
	static const struct control_ops ops = { .crash = main_crash, .stats = main_stats };

	control_line(&ops, host, line, answer, size);
}

static const struct port_ops main_port_ops = {
	.attached = main_attached,
	.kicked = main_kicked,
	.command = main_command,
};

static int main_usage(FILE *to)
{
	fputs("usage: vdsp --board FILE --ram PATH --doorbell SOCKET --qtest SOCKET\n"
	      "            [--control SOCKET] [--log FILE] [--reattach]\n"
	      "            [--shell FILE] [--qemu-hexagon FILE] [--debug DIR] [--fence]\n"
	      "Plays the DSPs of a board for a QEMU that shares the RAM file. Prints 'ready'\n"
	      "when QEMU may start. See testbed/vdsp/README.md.\n", to);
	return to == stdout ? 0 : 2;
}

static int main_parse(struct main_options *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "board", required_argument, NULL, 'b' },
		{ "ram", required_argument, NULL, 'r' },
		{ "doorbell", required_argument, NULL, 'd' },
		{ "qtest", required_argument, NULL, 'q' },
		{ "control", required_argument, NULL, 'c' },
		{ "log", required_argument, NULL, 'l' },
		{ "shell", required_argument, NULL, 's' },
		{ "qemu-hexagon", required_argument, NULL, 'e' },
		{ "fence", no_argument, NULL, 'f' },
		{ "debug", required_argument, NULL, 'g' },
		{ "reattach", no_argument, NULL, 'a' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'b':
			o->board = optarg;
			break;
		case 'r':
			o->ram = optarg;
			break;
		case 'd':
			o->sockets.doorbell = optarg;
			break;
		case 'q':
			o->sockets.qtest = optarg;
			break;
		case 'c':
			o->sockets.control = optarg;
			break;
		case 'l':
			o->log = optarg;
			break;
		case 's':
			o->shell = optarg;
			break;
		case 'e':
			o->emulator = optarg;
			break;
		case 'f':
			o->fence = true;
			break;
		case 'g':
			o->debug = optarg;
			break;
		case 'a':
			o->reattach = true;
			break;
		case 'h':
			exit(main_usage(stdout));
		default:	/* getopt_long() has said what is wrong */
			return -EINVAL;
		}
	}
	if (optind == argc && o->board && o->ram && o->sockets.doorbell && o->sockets.qtest)
		return 0;
	if (optind < argc)
		fprintf(stderr, "vdsp: '%s' is not an option\n", argv[optind]);
	else
		fputs("vdsp: --board, --ram, --doorbell and --qtest are needed\n", stderr);
	return -EINVAL;
}

static int main_create_dsps(struct main_machine *m)
{
	for (unsigned int i = 0; i < m->board.dsp_count; i++) {
		const struct lifecycle_place place = {
			.board = &m->board, .dsp = &m->board.dsp[i], .ram = &m->ram,
			.port = m->port, .smmu = m->smmu, .mem = m->mem,
		};

		m->dsps[i] = dsp_create(&place);
		if (!m->dsps[i])
			return -ENOMEM;
	}
	return 0;
}

static int main_create(struct main_machine *m, const struct main_options *o, char *error)
{
	int ret;

	ret = board_load(&m->board, o->board, error, MAIN_ERROR_MAX);
	if (ret)
		return ret;
	ret = ram_open(&m->ram, o->ram, BOARD_RAM_BASE, m->board.ram_size, o->reattach, error,
		       MAIN_ERROR_MAX);
	if (ret)
		return ret;
	if (!o->reattach && link_format(&m->board, &m->ram)) {
		snprintf(error, MAIN_ERROR_MAX, "%s leaves no room for the DSPs' shared memory",
			 o->board);
		return -ENOSPC;
	}
	m->port = port_create(&o->sockets, &main_port_ops, m, error, MAIN_ERROR_MAX);
	if (!m->port)
		return -EIO;

	snprintf(error, MAIN_ERROR_MAX, o->reattach ?
		 "%s is not the RAM of a guest that runs on this board" :
		 "out of memory for the DSPs of %s", o->reattach ? o->ram : o->board);
	m->smmu = smmu_create(&m->ram, m->port);
	if (!m->smmu)
		return -ENOMEM;
	m->mem = mem_create(&m->ram, m->smmu);
	return m->mem ? main_create_dsps(m) : -ENOMEM;
}

static void main_destroy(struct main_machine *m)
{
	for (unsigned int i = 0; i < m->board.dsp_count; i++)
		if (m->dsps[i])
			dsp_destroy(m->dsps[i]);
	pd_pool_close();
	if (m->mem)
		mem_destroy(m->mem);
	if (m->smmu)
		smmu_destroy(m->smmu);
	if (m->port)
		port_destroy(m->port);
	if (m->ram.bytes)
		ram_close(&m->ram);
}

static void main_open_pool(const struct main_machine *m, const struct main_options *o)
{
	const struct pd_pool_options options = {
		.shell = m->board.hexagon ? o->shell : NULL,
		.emulator = o->emulator,
		.debug = o->debug,
		.ram = m->ram.fd,
		.size = PD_POOL_SIZE,
		.fence = o->fence,
	};

	pd_pool_open(&options);
}

static int main_loop(struct main_machine *m)
{
	int ret = 0;

	while (!main_stop && !ret) {
		uint64_t now = main_now(), next = DEADLINE_NEVER;
		int timeout_ms;

		for (unsigned int i = 0; i < m->board.dsp_count; i++) {
			dsp_poll(m->dsps[i], now);
			next = deadline_min(next, dsp_next_deadline(m->dsps[i]));
		}
		now = main_now();
		pd_pool_poll(now);
		timeout_ms = MAIN_WAIT_MS;
		if (next <= now)
			timeout_ms = 0;
		else if ((next - now) / 1000000 < MAIN_WAIT_MS)
			timeout_ms = (int)((next - now) / 1000000) + 1;
		ret = port_wait(m->port, timeout_ms);
	}
	return ret;
}

int main(int argc, char **argv)
{
	const struct sigaction stop = { .sa_handler = main_on_signal };
	static struct main_options options;
	static struct main_machine machine;
	char error[MAIN_ERROR_MAX] = "";
	int ret;

	if (main_parse(&options, argc, argv))
		return main_usage(stderr);
	ret = options.log ? log_open(options.log) : 0;
	if (ret)
		snprintf(error, sizeof(error), "cannot write the log %s: %s", options.log,
			 strerror(-ret));
	if (!ret)
		ret = main_create(&machine, &options, error);
	if (!ret) {
		sigaction(SIGTERM, &stop, NULL);
		sigaction(SIGINT, &stop, NULL);
		main_open_pool(&machine, &options);
		puts("ready");
		fflush(stdout);
		ret = main_loop(&machine);
		if (ret)
			snprintf(error, sizeof(error), "cannot wait for QEMU: %s",
				 strerror(-ret));
	} else if (machine.ram.bytes && !options.reattach) {
		unlink(options.ram);
	}
	main_destroy(&machine);
	log_close();
	if (ret)
		fprintf(stderr, "vdsp: %s\n", error);
	return !!ret;
}
