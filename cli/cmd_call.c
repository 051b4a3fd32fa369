// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda call: one method of one module, with arguments from the command line.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "argument.h"
#include "cmd.h"
#include "json.h"
#include "process.h"
#include "qda.h"

#define CALL_DSP	"cdsp"
#define CALL_LIMIT_S	60
#define CALL_REPEAT_MAX	1000000000

/**
 * struct call - what the command line asks for
 */
struct call {
	/** @process: where it runs */
	struct process process;
	/** @path: folders for modules, or NULL */
	char *path;
	/** @module: name or URI of the module */
	char *module;
	/** @domain: the DSP that its URI names, or "" */
	char domain[QDA_DOMAIN_SIZE];
	/** @file: the file that must be it, or NULL */
	const char *file;
	/** @method: name or number, or NULL to list the methods */
	const char *method;
	/** @number: its number */
	uint32_t number;
	/** @args: the arguments */
	struct argument *args;
	/** @texts: the same as they were written */
	char **texts;
	/** @count: number of @args */
	unsigned int count;
	/** @repeat: how often it is called */
	unsigned long repeat;
	/** @limit_s: for one call, 0 is no limit */
	unsigned long limit_s;
	/** @json: print for programs */
	bool json;
};

static int call_out_of_memory(void)
{
	cmd_complain("not enough memory");
	return CMD_FAILED;
}

/* FOLDER/libNAME_skel.so: the name, and its folder before all others. */
static int call_take_file(struct call *call, const char *file)
{
	static const char prefix[] = "lib", suffix[] = "_skel.so";
	const char *base = strrchr(file, '/') + 1;
	size_t length = strlen(base);
	size_t folder = (size_t)(base - file);
	char *path = call->path;

	if (length <= sizeof(prefix) - 1 + sizeof(suffix) - 1 ||
	    strncmp(base, prefix, sizeof(prefix) - 1) ||
	    strcmp(base + length - (sizeof(suffix) - 1), suffix)) {
		cmd_complain("%s: the file of a module is called libNAME_skel.so",
			     file);
		return CMD_USAGE;
	}
	if (strcspn(file, ":;") < folder) {
		cmd_complain("%s: a folder with ':' or ';' in its name cannot be searched",
			     file);
		return CMD_USAGE;
	}
	if (access(file, R_OK)) {
		cmd_complain("%s: %s", file, strerror(errno));
		return CMD_FAILED;
	}
	call->file = file;
	call->module = strndup(base + 3, length - 3 - (sizeof(suffix) - 1));
	if (asprintf(&call->path, "%.*s:%s", (int)folder, file,
		     path ? path : "") < 0)
		call->path = NULL;
	free(path);
	return call->module && call->path ? CMD_OK : call_out_of_memory();
}

/* NAME or a URI; the name of a file is a slip. */
static int call_take_name(struct call *call, const char *name)
{
	const char *end = strrchr(name, '.');

	if (end && !strcmp(end, ".so") && !strstr(name, "://")) {
		cmd_complain("'%s' is the name of a file: write ./%s, or NAME of libNAME_skel.so",
			     name, name);
		return CMD_USAGE;
	}
	call->module = strdup(name);
	return call->module ? CMD_OK : call_out_of_memory();
}

/* A URI may say where it is to run: there, if no other DSP is named. */
static int call_take_target(struct call *call)
{
	char text[QDA_TEXT_SIZE];

	if (qda_uri_target(call->module, call->domain, &call->process.number,
			   text, sizeof(text))) {
		cmd_complain("'%s': %s", call->module, text);
		return CMD_USAGE;
	}
	if (!call->process.name)
		call->process.name = call->domain[0] ? call->domain : CALL_DSP;
	return CMD_OK;
}

static int call_take_args(struct call *call, int argc, char **argv)
{
	struct argument_picture picture = { 0 };
	char error[ARGUMENT_TEXT];

	call->texts = argv;
	for (int i = 0; i < argc; i++) {
		if (argument_measure(&picture, argv[i], error)) {
			cmd_complain("'%s': %s", argv[i], error);
			return CMD_USAGE;
		}
	}
	call->args = calloc((size_t)argc + 1, sizeof(*call->args));
	if (!call->args)
		return call_out_of_memory();
	for (int i = 0; i < argc; i++) {
		call->count++;
		if (argument_parse(&call->args[i], argv[i], &picture, error)) {
			cmd_complain("'%s': %s", argv[i], error);
			return CMD_USAGE;
		}
	}
	return CMD_OK;
}

/* "2" is number 2; 0 if it is a name. */
static int call_take_method(struct call *call)
{
	unsigned long number;
	char *end;

	if (!call->method || call->method[0] < '0' || call->method[0] > '9')
		return CMD_OK;
	number = strtoul(call->method, &end, 10);
	if (*end || number < 2 || number > 31) {
		cmd_complain("'%s' is no method: give 2 to 31, or a name",
			     call->method);
		return CMD_USAGE;
	}
	call->number = (uint32_t)number;
	return CMD_OK;
}

static int call_load(struct call *call)
{
	int status;

	status = process_open_dsp(&call->process);
	if (!status)
		status = process_start(&call->process, call->path);
	if (!status)
		status = process_load(&call->process, call->module);
	if (status)
		return status;

	/* A module other than the one that was named is worse than none. */
	if (call->file && !qda_module_path(call->process.module)) {
		cmd_complain("%s: the DSP did not ask for %s: it has a module '%s' built in",
			     call->process.name, call->file, call->module);
		return CMD_FAILED;
	}
	return CMD_OK;
}

static int call_find_method(struct call *call)
{
	int number;

	if (call->number)
		return CMD_OK;
	number = qda_module_method(call->process.module, call->method);
	if (number > 0) {
		call->number = (uint32_t)number;
		return CMD_OK;
	}
	if (qda_module_method_text(call->process.module, 0))
		cmd_complain("'%s' has no method '%s': 'qda call %s' lists them",
			     call->module, call->method,
			     call->file ? call->file : call->module);
	else
		cmd_complain("'%s' does not name its methods: give the number of the method, 2 to 31",
			     call->module);
	return CMD_FAILED;
}

/* What the file says about a method, without its number; NULL if nothing. */
static const char *call_method_text(const struct call *call)
{
	const struct qda_module *module = call->process.module;
	const char *text;

	for (unsigned int i = 0; (text = qda_module_method_text(module, i)); i++) {
		if (strtoul(text, NULL, 10) == call->number)
			return strchr(text, ' ') + 1;
	}
	return NULL;
}

static unsigned int call_count_words(const char *text, const char *word)
{
	unsigned int count = 0;

	for (const char *at = text; (at = strstr(at, word)); at++)
		count++;
	return count;
}

/* The next argument that goes the way of one that the method wants, or NULL. */
static const struct argument *call_next_arg(const struct call *call,
					    bool out, unsigned int *next)
{
	while (*next < call->count && call->args[*next].out != out)
		++*next;
	return *next < call->count ? &call->args[(*next)++] : NULL;
}

/* The counts are right: is each argument what the method wants? */
static int call_check_types(const struct call *call, const char *text)
{
	unsigned int next[2] = { 0, 0 };
	bool outs = false;
	char error[ARGUMENT_TEXT];

	while ((text = strchr(text, ' '))) {
		bool out = !strncmp(++text, "out:", 4);
		const struct argument *arg;

		outs |= out;
		if (!out && ((outs && strncmp(text, "in:handle", 9)) ||
			     strncmp(text, "in:", 3))) {
			cmd_complain("'%s': the text of the method is wrong at '%s': see SKEL() of qda/skel.h",
				     call->module, text);
			return CMD_FAILED;
		}
		arg = call_next_arg(call, out, &next[out]);
		if (argument_check(arg, text, error)) {
			cmd_complain("'%s': %s", call->texts[arg - call->args],
				     error);
			return CMD_USAGE;
		}
	}
	return CMD_OK;
}

/*
 * A method that gets other arguments than it takes says "bad argument" at best.
 * One whose arguments the file does not tell is called with any.
 */
static int call_check_args(const struct call *call)
{
	const char *text = call_method_text(call);
	unsigned int outs = 0;

	if (!text || !strchr(text, ' '))
		return CMD_OK;
	for (unsigned int i = 0; i < call->count; i++)
		outs += call->args[i].out;
	if (call_count_words(text, " in:") == call->count - outs &&
	    call_count_words(text, " out:") == outs)
		return call_check_types(call, text);

	cmd_complain("%u in: and %u out: are given, but the method is: %s",
		     call->count - outs, outs, text);
	return CMD_USAGE;
}

static int call_once(struct call *call, const struct qda_arg *args)
{
	int32_t result = 0;
	int status;

	status = process_call(&call->process, call->number, args, call->count,
			      call->limit_s, &result);
	if (!status && result) {
		cmd_complain("%s: method %u of '%s' returned %d (0x%x): %s",
			     call->process.name, call->number, call->module,
			     result, (uint32_t)result, qda_result_text(result));
		return CMD_FAILED;
	}
	return status;
}

static int call_run(struct call *call)
{
	struct qda_arg *args;
	int status = CMD_OK;

	args = calloc(call->count + 1u, sizeof(*args));
	if (!args)
		return call_out_of_memory();
	for (unsigned int i = 0; i < call->count; i++) {
		const struct argument *arg = &call->args[i];

		args[i] = arg->out ? qda_arg_out(arg->bytes, arg->size) :
				     qda_arg_in(arg->bytes, arg->size);
	}
	for (unsigned long i = 0; !status && i < call->repeat; i++)
		status = call_once(call, args);
	free(args);
	return status;
}

static int call_save(const struct call *call)
{
	char error[ARGUMENT_TEXT];

	for (unsigned int i = 0; i < call->count; i++) {
		if (call->args[i].out && argument_save(&call->args[i], error)) {
			cmd_complain("%s", error);
			return CMD_FAILED;
		}
	}
	return CMD_OK;
}

static void call_print(const struct call *call)
{
	unsigned int number = 0;

	for (unsigned int i = 0; i < call->count; i++) {
		if (!call->args[i].out)
			continue;
		printf("out %u: ", number++);
		argument_print(&call->args[i], stdout);
	}
	if (call->repeat > 1)
		printf("time: %.3f ms per call at best, %.3f ms on average of %lu\n",
		       (double)call->process.times.min / 1e6,
		       (double)call->process.times.sum / (double)call->repeat / 1e6,
		       call->repeat);
	if (call->repeat > 1)
		histogram_print(&call->process.times, stdout);
}

static void call_json_module(const struct call *call)
{
	const char *path = qda_module_path(call->process.module);
	uint32_t isa = qda_module_isa(call->process.module);

	printf("{\n  \"dsp\": ");
	json_string(stdout, call->process.name);
	printf(",\n  \"module\": ");
	json_string(stdout, call->module);
	printf(",\n  \"file\": ");
	if (path)
		json_string(stdout, path);
	else
		printf("null");
	printf(",\n  \"hexagon\": ");
	if (isa)
		printf("%u", isa);
	else
		printf("null");
}

static void call_json(const struct call *call)
{
	const char *comma = "";

	call_json_module(call);
	printf(",\n  \"method\": %u,\n  \"calls\": %lu,\n", call->number,
	       call->repeat);
	printf("  \"min_ns\": %" PRId64 ",\n  \"sum_ns\": %" PRId64 ",\n",
	       call->process.times.min, call->process.times.sum);
	printf("  ");
	histogram_json(&call->process.times, stdout);
	printf(",\n  \"outputs\": [");
	for (unsigned int i = 0; i < call->count; i++) {
		if (!call->args[i].out)
			continue;
		printf("%s\n    ", comma);
		argument_json(&call->args[i], stdout);
		comma = ",";
	}
	printf("%s]\n}\n", *comma ? "\n  " : "");
}

static int call_list(const struct call *call)
{
	const struct qda_module *module = call->process.module;
	const char *comma = "";
	const char *text;

	if (call->json) {
		call_json_module(call);
		printf(",\n  \"methods\": [");
		for (unsigned int i = 0;
		     (text = qda_module_method_text(module, i)); i++) {
			printf("%s\n    ", comma);
			json_string(stdout, text);
			comma = ",";
		}
		printf("%s]\n}\n", *comma ? "\n  " : "");
		return CMD_OK;
	}
	for (unsigned int i = 0; (text = qda_module_method_text(module, i)); i++)
		puts(text);
	if (qda_module_method_text(module, 0))
		return CMD_OK;
	cmd_complain("'%s' does not name its methods: give the number of the method, 2 to 31",
		     call->module);
	return CMD_FAILED;
}

static int call_method(struct call *call)
{
	int status;

	status = call_find_method(call);
	if (!status)
		status = call_check_args(call);
	if (!status)
		status = call_run(call);
	if (!status)
		status = call_save(call);
	if (status)
		return status;
	if (call->json)
		call_json(call);
	else
		call_print(call);
	return CMD_OK;
}

static int call_do(struct call *call, int argc, char **argv)
{
	int status = CMD_OK;

	call->method = argc > 1 ? argv[1] : NULL;
	status = call_take_method(call);
	if (!status && argc > 2)
		status = call_take_args(call, argc - 2, argv + 2);
	if (status)
		return status;
	if (strchr(argv[0], '/') && !strstr(argv[0], "://"))
		status = call_take_file(call, argv[0]);
	else
		status = call_take_name(call, argv[0]);
	if (!status)
		status = call_take_target(call);
	if (!status)
		status = call_load(call);
	if (!status)
		status = call->method ? call_method(call) : call_list(call);
	return status;
}

static void call_free(struct call *call)
{
	process_close(&call->process);
	for (unsigned int i = 0; i < call->count; i++)
		argument_free(&call->args[i]);
	free(call->args);
	free(call->module);
	free(call->path);
}

static void call_help(void)
{
	puts("usage: qda [-d DSP] call [OPTION...] LIB [METHOD [ARG...]]\n"
	     "\n"
	     "Calls a method of a module in a process of its own on the DSP; without\n"
	     "METHOD lists the methods that the module names.\n"
	     "\n"
	     "  LIB        NAME of libNAME_skel.so, the path of such a file, or a URI of\n"
	     "             FastRPC's form: file:///libNAME_skel.so?NAME_skel_handle_invoke&...\n"
	     "  METHOD     2 to 31, or a name\n"
	     "  ARG        in:TYPE=VALUE[,VALUE...]  in:str=TEXT  in:hex=BYTES  in:@FILE\n"
	     "             out:TYPE[COUNT]  out:str[N]  out:hex[N]  out:@FILE[N]\n"
	     "             TYPE is u8 i8 u16 i16 u32 i32 u64 i64 f32 f64\n"
	     "             in:png=FILE  the grey pixels of a PNG or JPEG; in the VALUEs of\n"
	     "             others w and h are its size. out:png=FILE[WxH] makes a PNG\n"
	     "\n"
	     "  -p, --path PATH     look for LIB in these folders first\n"
	     "  -n, --calls N       call it N times, print the last outputs and the times\n"
	     "  -t, --timeout S     give up after S seconds (default 60; 0 is never)\n"
	     "  -j, --json          for programs\n"
	     "\n"
	     "For example: qda call calculator 2 in:u32=4 in:i32=1,2,3,4 out:i64\n"
	     "             qda call sobel filter in:u32=w,h,w,w in:png=a.png out:png=b.png\n"
	     "The DSP is the one that a URI names with _dom, else cdsp.");
}

/* An option; -1 to go on. */
static int call_option(struct call *call, char **argv, int option)
{
	switch (option) {
	case 'j':
		call->json = true;
		return -1;
	case 'n':
		return cmd_parse_number(optarg, 1, CALL_REPEAT_MAX,
					 "number of calls", &call->repeat) ?
		       CMD_USAGE : -1;
	case 'p':
		free(call->path);
		call->path = strdup(optarg);
		return call->path ? -1 : call_out_of_memory();
	case 't':
		return cmd_parse_number(optarg, 0, CMD_SECONDS_MAX,
					 "number of seconds",
					 &call->limit_s) ? CMD_USAGE : -1;
	case 'h':
		call_help();
		return CMD_OK;
	default:
		return cmd_bad_option("call", argv, option);
	}
}

/**
 * cmd_call() - the sub-command call
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_call(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "calls", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "json", no_argument, NULL, 'j' },
		{ "path", required_argument, NULL, 'p' },
		{ "timeout", required_argument, NULL, 't' },
		{ 0 },
	};
	struct call call = {
		.process.name = options->device,
		.process.wait_ns = options->wait_ns,
		.repeat = 1,
		.limit_s = CALL_LIMIT_S,
	};
	int status = -1;
	int option;

	while (status < 0 &&
	       (option = getopt_long(argc, argv, "+:hjn:p:t:", longs,
				     NULL)) >= 0)
		status = call_option(&call, argv, option);
	if (status < 0 && optind == argc) {
		cmd_complain("call takes a module, a method and arguments: see 'qda call --help'");
		status = CMD_USAGE;
	}
	if (status < 0)
		status = call_do(&call, argc - optind, argv + optind);
	call_free(&call);
	return status;
}
