// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda demo sobel: a picture goes through a DSP and comes back right, or the
 * reason why not is printed.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "capability.h"
#include "cmd.h"
#include "image.h"
#include "machine.h"
#include "process.h"
#include "qda.h"
#include "sobel.h"

#define DEMO_DSP	"cdsp"
#define DEMO_MODULE	"sobel"
#define DEMO_FILE	"libsobel_skel.so"
#define DEMO_CALLS	10
#define DEMO_CALLS_MAX	1000000
#define DEMO_LIMIT_S	60
#define DEMO_SOBEL	2		/* number of the method */

/**
 * struct demo - one run
 */
struct demo {
	/** @process: where the method runs */
	struct process process;
	/** @out: file for the result, or NULL */
	const char *out;
	/** @calls: how often the method is called */
	unsigned long calls;
	/** @image: the picture */
	struct image image;
	/** @src_bo: the picture, where CPU and DSP see it */
	struct qda_bo *src_bo;
	/** @dst_bo: the result, where CPU and DSP see it */
	struct qda_bo *dst_bo;
	/** @src: address of @src_bo */
	uint8_t *src;
	/** @dst: address of @dst_bo */
	uint8_t *dst;
	/** @expected: the CPU's result */
	uint8_t *expected;
	/** @info: facts about the DSP, asked while the session was open */
	struct qda_device_info info;
};

static size_t demo_pixels(const struct demo *demo)
{
	return (size_t)demo->image.width * demo->image.height;
}

/* The file for the result must not be the picture itself. */
static int demo_check_out(const struct demo *demo, const char *in)
{
	struct stat a, b;

	if (!demo->out || stat(in, &a) || stat(demo->out, &b) ||
	    a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return CMD_OK;

	cmd_complain("%s is the picture itself: name another file for the result",
		     demo->out);
	return CMD_USAGE;
}

/* A sentence now is better than the kernel's OOM killer later. */
static int demo_check_memory(const struct demo *demo)
{
	/* Source, result, the CPU's result; and both side by side. */
	uint64_t need = (uint64_t)demo_pixels(demo) * (demo->out ? 5 : 3);
	uint64_t have = machine_memory();

	if (need <= have)
		return CMD_OK;

	cmd_complain("%s: %u x %u pixels need %llu MiB, and %llu MiB are free: scale it down",
		     demo->image.path, demo->image.width, demo->image.height,
		     (unsigned long long)(need >> 20),
		     (unsigned long long)(have >> 20));
	return CMD_FAILED;
}

static int demo_open_image(struct demo *demo, const char *in)
{
	int status = demo_check_out(demo, in);

	if (status)
		return status;
	if (image_open(&demo->image, in)) {
		cmd_complain("%s", demo->image.error);
		return CMD_FAILED;
	}
	if (demo->image.width < SOBEL_MIN || demo->image.height < SOBEL_MIN) {
		cmd_complain("%s: %u x %u pixels are too few to have edges: give at least %d x %d",
			     in, demo->image.width, demo->image.height,
			     SOBEL_MIN, SOBEL_MIN);
		return CMD_FAILED;
	}
	return demo_check_memory(demo);
}

static int demo_open_bo(struct demo *demo, struct qda_bo **bo, uint8_t **bytes)
{
	void *address = NULL;
	int ret;

	ret = qda_bo_create(demo->process.dev, demo_pixels(demo), bo);
	if (!ret)
		ret = qda_bo_map(*bo, &address);
	*bytes = address;
	if (!ret)
		return CMD_OK;

	cmd_complain("%s: cannot make a buffer of %zu bytes: %s",
		     demo->process.name, demo_pixels(demo),
		     qda_error_text(QDA_CONTEXT_BO, ret));
	return CMD_FAILED;
}

/* The picture goes straight into the DSP's buffer. */
static int demo_prepare(struct demo *demo)
{
	if (image_read(&demo->image, demo->src, demo->image.width)) {
		cmd_complain("%s", demo->image.error);
		return CMD_FAILED;
	}

	demo->expected = malloc(demo_pixels(demo));
	if (!demo->expected) {
		cmd_complain("%s: not enough memory for %u x %u pixels: scale it down",
			     demo->image.path, demo->image.width,
			     demo->image.height);
		return CMD_FAILED;
	}
	sobel_filter(demo->src, demo->image.width, demo->expected,
		     demo->image.width, demo->image.width, demo->image.height);
	return CMD_OK;
}

/* One sentence on the first pixel that is wrong; 0 if there is none. */
static int demo_compare(const struct demo *demo, unsigned long call)
{
	size_t pixels = demo_pixels(demo);
	size_t i = 0;

	if (!memcmp(demo->dst, demo->expected, pixels))
		return CMD_OK;

	while (demo->dst[i] == demo->expected[i])
		i++;
	cmd_complain("DSP result != CPU result: "
		     "call %lu, first at column %zu of row %zu: DSP %u, CPU %u",
		     call, i % demo->image.width, i / demo->image.width,
		     demo->dst[i], demo->expected[i]);
	return CMD_FAILED;
}

static int demo_call(struct demo *demo)
{
	const uint32_t width = demo->image.width;
	const uint32_t shape[] = { width, demo->image.height, width, width };
	const struct qda_arg args[] = {
		qda_arg_in(shape, sizeof(shape)),
		qda_arg_in_bo(demo->src_bo, 0, demo_pixels(demo)),
		qda_arg_out_bo(demo->dst_bo, 0, demo_pixels(demo)),
	};
	int32_t result = 0;
	int status;

	status = process_call(&demo->process, DEMO_SOBEL, args, 3, DEMO_LIMIT_S,
			      &result);
	if (!status && result) {
		cmd_complain("%s: the call failed: %s", demo->process.name,
			     qda_result_text(result));
		return CMD_FAILED;
	}
	return status;
}

static int demo_run(struct demo *demo)
{
	for (unsigned long call = 1; call <= demo->calls; call++) {
		int status;

		/* An old result must not pass for a new one. */
		memset(demo->dst, (int)(call & 0xff), demo_pixels(demo));
		status = demo_call(demo);
		if (!status)
			status = demo_compare(demo, call);
		if (status)
			return status;
	}

	qda_device_info(demo->process.dev, &demo->info, sizeof(demo->info));
	return CMD_OK;
}

static int demo_write(const struct demo *demo)
{
	size_t width = demo->image.width;
	char error[512];
	uint8_t *both;
	int ret;

	both = malloc(2 * demo_pixels(demo));
	if (!both) {
		cmd_complain("%s: not enough memory to write it", demo->out);
		return CMD_FAILED;
	}
	for (size_t y = 0; y < demo->image.height; y++) {
		uint8_t *row = both + y * 2 * width;

		memcpy(row, demo->src + y * width, width);
		memcpy(row + width, demo->dst + y * width, width);
	}
	ret = image_write(demo->out, both, 2 * demo->image.width,
			  demo->image.height, error, sizeof(error));
	free(both);
	if (!ret)
		return CMD_OK;

	cmd_complain("cannot write the result: %s", error);
	return CMD_FAILED;
}

static void demo_summary_dsp(const struct demo *demo)
{
	uint32_t capabilities[QDA_CAPABILITIES];
	char arch[16] = "";

	if (!qda_device_capabilities(demo->process.dev, capabilities,
				     QDA_CAPABILITIES))
		capability_arch(capabilities, arch, sizeof(arch));
	printf("driver   qda %u.%u.%u, interface version %u\n",
	       demo->info.driver_major, demo->info.driver_minor,
	       demo->info.driver_patch, demo->info.uapi_version);
	printf("DSP      %s, Hexagon %s, %s\n", demo->info.domain,
	       arch[0] ? arch : "(version not told)",
	       qda_device_path(demo->process.dev));
	printf("session  %u, unsigned PD; %u of %u sessions open, %u context banks\n",
	       qda_session_id(demo->process.session), demo->info.sessions,
	       demo->info.sessions_max, demo->info.banks);
}

/* Machine code of a file, or something that the DSP has built in? */
static void demo_summary_code(const struct demo *demo)
{
	bool file = qda_module_path(demo->process.module);
	uint32_t isa = qda_module_isa(demo->process.module);
	char version[16] = "";

	if (isa)
		snprintf(version, sizeof(version), " v%u", isa);
	if (!file && machine_is_emulated())
		printf("code     native C, built into the virtual DSP (no "
		       DEMO_FILE " was loaded)\n");
	else if (!file)
		printf("code     built into the DSP (no " DEMO_FILE
		       " was loaded)\n");
	else
		printf("code     " DEMO_FILE ", Hexagon%s%s\n", version,
		       machine_is_emulated() ? ", run by qemu-hexagon" : "");
}

static void demo_summary(const struct demo *demo)
{
	uint64_t moved = 2 * (uint64_t)demo_pixels(demo) * demo->calls;
	char text[MACHINE_TEXT];

	machine_model(text, sizeof(text));
	printf("board    %s\n", text);
	machine_kernel(text, sizeof(text));
	printf("kernel   %s\n", text);
	demo_summary_dsp(demo);
	demo_summary_code(demo);
	printf("image    %u x %u pixels, %s, as 8-bit grey\n",
	       demo->image.width, demo->image.height,
	       demo->image.format->name);
	printf("moved    %llu bytes without a copy, %zu copied per call\n",
	       (unsigned long long)moved, 4 * sizeof(uint32_t));
	printf("calls    %lu\n", demo->calls);
	printf("time     %.3f ms per call at best, %.3f ms on average%s\n",
	       (double)demo->process.times.min / 1e6,
	       (double)demo->process.times.sum / demo->calls / 1e6,
	       machine_is_emulated() ? " (emulated)" : "");
	if (demo->out)
		printf("output   %s\n", demo->out);
	printf("DSP result == CPU result\n");
}

static void demo_close(struct demo *demo)
{
	if (demo->dst_bo)
		qda_bo_close(demo->dst_bo);
	if (demo->src_bo)
		qda_bo_close(demo->src_bo);
	process_close(&demo->process);
	image_close(&demo->image);
	free(demo->expected);
}

static int demo_sobel(struct demo *demo, const char *in)
{
	int status;

	status = demo_open_image(demo, in);
	if (!status)
		status = process_open_dsp(&demo->process);
	if (!status)
		status = demo_open_bo(demo, &demo->src_bo, &demo->src);
	if (!status)
		status = demo_open_bo(demo, &demo->dst_bo, &demo->dst);
	if (!status)
		status = demo_prepare(demo);
	if (!status)
		status = process_start(&demo->process, NULL);
	if (!status)
		status = process_load(&demo->process, DEMO_MODULE);
	if (!status)
		status = demo_run(demo);
	if (!status && demo->out)
		status = demo_write(demo);
	if (!status)
		demo_summary(demo);
	demo_close(demo);
	return status;
}

static void demo_help(void)
{
	puts("usage: qda [-d DSP] demo sobel [-n CALLS] IN [OUT]\n"
	     "\n"
	     "Finds the edges of a picture on a DSP and compares with the CPU.\n"
	     "\n"
	     "  IN                PNG or JPEG file, at most 16384 x 16384 pixels\n"
	     "  OUT               PNG file to make: picture and result side by side\n"
	     "  -n, --calls N     call it N times (default 10)\n"
	     "\n"
	     "The DSP is cdsp if none is given.");
}

/**
 * cmd_demo() - the sub-command demo
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_demo(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "calls", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct demo demo = {
		.process.name = options->device ? options->device : DEMO_DSP,
		.process.wait_ns = options->wait_ns,
		.calls = DEMO_CALLS,
	};
	int option;

	while ((option = getopt_long(argc, argv, ":hn:", longs, NULL)) >= 0) {
		switch (option) {
		case 'n':
			if (cmd_parse_number(optarg, 1, DEMO_CALLS_MAX,
					     "number of calls", &demo.calls))
				return CMD_USAGE;
			break;
		case 'h':
			demo_help();
			return CMD_OK;
		default:
			return cmd_bad_option("demo", argv, option);
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 1 || strcmp(argv[0], "sobel")) {
		cmd_complain("no demo '%s': there is 'sobel'",
			     argc ? argv[0] : "");
		return CMD_USAGE;
	}
	if (argc < 2 || argc > 3) {
		cmd_complain("demo sobel takes IN and perhaps OUT: see 'qda demo --help'");
		return CMD_USAGE;
	}
	demo.out = argc == 3 ? argv[2] : NULL;
	return demo_sobel(&demo, argv[1]);
}
