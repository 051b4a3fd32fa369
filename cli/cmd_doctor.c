// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * qda doctor: every link of the chain from a program to code on a DSP.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "doctor.h"
#include "json.h"
#include "qda.h"

static const char *const doctor_words[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_UNSEEN] = "-",
	[DOCTOR_DOUBT] = "doubt",
	[DOCTOR_MISSING] = "missing",
};

static void doctor_print_sentence(const struct doctor_link *link)
{
	printf("%s%s%s%s%s\n", link->of, link->of[0] ? ": " : "", link->text,
	       link->remedy[0] ? ": " : "", link->remedy);
}

static void doctor_print(const struct doctor *doctor)
{
	const struct doctor_link *worst = doctor_worst(doctor);

	if (doctor->root[0])
		printf("(of %s, without asking a DSP) ", doctor->root);
	if (worst)
		doctor_print_sentence(worst);
	else
		puts("nothing is missing");
	putchar('\n');
	for (unsigned int i = 0; i < doctor->count; i++) {
		const struct doctor_link *link = &doctor->links[i];

		printf("%-8s %s%s%s: %s\n", doctor_words[link->state], link->of,
		       link->of[0] ? " " : "", link->name, link->text);
		if (link->remedy[0])
			printf("%-8s   -> %s\n", "", link->remedy);
	}
}

static void doctor_json_member(const char *name, const char *text)
{
	printf("\"%s\": ", name);
	if (text)
		json_string(stdout, text);
	else
		printf("null");
}

static void doctor_json(const struct doctor *doctor)
{
	const struct doctor_link *worst = doctor_worst(doctor);

	printf("{\n  ");
	doctor_json_member("fault", worst ? worst->text : NULL);
	printf(",\n  ");
	doctor_json_member("remedy", worst ? worst->remedy : NULL);
	printf(",\n  ");
	doctor_json_member("root", doctor->root[0] ? doctor->root : NULL);
	printf(",\n  \"links\": [");
	for (unsigned int i = 0; i < doctor->count; i++) {
		const struct doctor_link *link = &doctor->links[i];

		printf("%s\n    {", i ? "," : "");
		doctor_json_member("link", link->name);
		printf(", ");
		doctor_json_member("of", link->of[0] ? link->of : NULL);
		printf(", ");
		doctor_json_member("state", link->state == DOCTOR_UNSEEN ? "unseen" :
				   doctor_words[link->state]);
		printf(",\n     ");
		doctor_json_member("text", link->text);
		printf(", ");
		doctor_json_member("remedy", link->remedy[0] ? link->remedy : NULL);
		putchar('}');
	}
	printf("\n  ]\n}\n");
}

/* All of it. A library is shown to the first DSP that can be opened. */
static void doctor_look(struct doctor *doctor, char **files)
{
	static struct doctor_dsp dsps[DOCTOR_DSPS];
	const struct doctor_dsp *loader = NULL;
	uint32_t isa = 0;
	unsigned int count;

	doctor_see_kernel(doctor);
	count = doctor_see_tree(doctor, dsps);
	for (unsigned int i = 0; i < count; i++) {
		struct doctor_dsp *dsp = &dsps[i];
		uint32_t is = 0;

		doctor_see_processor(doctor, dsp);
		doctor_see_node(doctor, dsp);
		if (dsp->node[0] && !doctor->root[0])
			is = doctor_ask(doctor, dsp);
		if (is && !loader) {
			loader = dsp;
			isa = is;
		}
	}
	doctor_see_path(doctor);
	for (; *files; files++)
		doctor_see_skeleton(doctor, *files, loader, isa);
}

static void doctor_help(void)
{
	puts("usage: qda [-d DSP] doctor [--json] [--root DIR] [LIBRARY]...\n"
	     "\n"
	     "Looks at every link of the chain from a program to code on a DSP: kernel,\n"
	     "driver, device tree, firmware, state, owner, node, rights, banks, processes,\n"
	     "search path; and at each LIBRARY, a libNAME_skel.so: its ISA, constructors,\n"
	     "and whether the DSP loads it. The first line names the worst fault and what\n"
	     "to do. Exit status 1 if something is missing.\n"
	     "\n"
	     "  -j, --json       for programs\n"
	     "  -r, --root DIR   look at the files of another machine's root, ask no DSP");
}

/**
 * cmd_doctor() - the sub-command doctor
 * @options: options before it
 * @argc: number of its arguments, with its name
 * @argv: the arguments
 *
 * Return: exit status of the command.
 */
int cmd_doctor(const struct cmd_options *options, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "json", no_argument, NULL, 'j' },
		{ "root", required_argument, NULL, 'r' },
		{ 0 },
	};
	static struct doctor doctor = { .root = "" };
	bool json = false;
	int option;

	while ((option = getopt_long(argc, argv, ":hjr:", longs, NULL)) >= 0) {
		switch (option) {
		case 'j':
			json = true;
			break;
		case 'r':
			doctor.root = optarg;
			break;
		case 'h':
			doctor_help();
			return CMD_OK;
		default:
			return cmd_bad_option("doctor", argv, option);
		}
	}
	if (options->device && strchr(options->device, '/')) {
		cmd_complain("doctor looks for a DSP by its domain, such as cdsp, not by '%s'",
			     options->device);
		return CMD_USAGE;
	}
	doctor.only = options->device;
	doctor_look(&doctor, argv + optind);
	if (json)
		doctor_json(&doctor);
	else
		doctor_print(&doctor);
	return doctor_worst(&doctor) ? CMD_FAILED : CMD_OK;
}
