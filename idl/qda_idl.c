// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The command: options, files in, files out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compile.h"

#define COMMAND_LIST_MAX	256

/* Larger files are something else. */
#define COMMAND_SIZE_MAX	(64l << 20)

/**
 * struct command - what the command line says
 */
struct command {
	const char *folders[COMMAND_LIST_MAX];
	size_t folder_count;
	const char *defined[COMMAND_LIST_MAX];
	size_t defined_count;
	const char *files[COMMAND_LIST_MAX];
	size_t file_count;
	const char *output;
	bool standard_types, header_only, code_only, nothing;
};

static void command_usage(FILE *out)
{
	fputs("usage: qda-idl [OPTION]... FILE.idl...\n"
	      "Makes FILE.h, and INTERFACE_stub.c and INTERFACE_skel.c of each interface.\n"
	      "\n"
	      "  -o, --output FOLDER   where to put them (default: here)\n"
	      "  -I FOLDER             where to look for included files too\n"
	      "  -D NAME               as '#define NAME' does\n"
	      "  -st                   types of C's own headers: int64_t and bool, not int64\n"
	      "                        and boolean\n"
	      "  -ho                   the header only\n"
	      "  -ro                   stubs and skeletons only\n"
	      "  -s                    nothing: only look for mistakes\n"
	      "  -h, --help            this text\n"
	      "  -V, --version         the version\n"
	      "\n"
	      "-mdll is accepted: there is no other mode. qda-idl(1) says more.\n", out);
}

__attribute__((format(printf, 1, 2), noreturn))
static void command_die(const char *format, ...)
{
	va_list list;

	fputs("qda-idl: ", stderr);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(2);
}

static bool command_read(void *context, struct arena *arena, const char *path,
			 const char **text, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	char *data;

	(void)context;
	if (!file) {
		if (errno != ENOENT && errno != ENOTDIR)
			command_die("cannot read '%s': %s", path, strerror(errno));
		return false;
	}
	if (fstat(fileno(file), &status) || S_ISDIR(status.st_mode)) {
		fclose(file);
		return false;
	}
	if (status.st_size > COMMAND_SIZE_MAX)
		command_die("'%s' is no IDL file: it is too large", path);
	data = arena_alloc(arena, (size_t)COMMAND_SIZE_MAX < (size_t)status.st_size ? 1 :
			   (size_t)status.st_size + 1);
	*size = fread(data, 1, (size_t)status.st_size, file);
	*text = data;
	fclose(file);
	return true;
}

static void command_add(const char **list, size_t *count, const char *value)
{
	if (*count == COMMAND_LIST_MAX)
		command_die("more than %d of one kind of argument", COMMAND_LIST_MAX);
	list[(*count)++] = value;
}

/* The value of an option: "-Ix", "-I=x" or "-I x". NULL: it is another option. */
static const char *command_value(char **argv, int *at, const char *option)
{
	size_t length = strlen(option);
	const char *rest = argv[*at] + length;

	if (strncmp(argv[*at], option, length))
		return NULL;
	if (*rest)
		return rest + (*rest == '=');
	if (!argv[*at + 1])
		command_die("%s needs a value", option);
	return argv[++*at];
}

static bool command_flag(struct command *command, const char *word)
{
	if (!strcmp(word, "-st"))
		command->standard_types = true;
	else if (!strcmp(word, "-ho"))
		command->header_only = true;
	else if (!strcmp(word, "-ro"))
		command->code_only = true;
	else if (!strcmp(word, "-s"))
		command->nothing = true;
	else if (strcmp(word, "-mdll"))
		return false;
	return true;
}

static void command_parse(struct command *command, char **argv)
{
	const char *value;

	for (int i = 1; argv[i]; i++) {
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) {
			command_usage(stdout);
			exit(0);
		}
		if (!strcmp(argv[i], "-V") || !strcmp(argv[i], "--version")) {
			puts("qda-idl " QDA_VERSION);
			exit(0);
		}
		if (command_flag(command, argv[i]))
			continue;
		value = command_value(argv, &i, "-I");
		if (value) {
			command_add(command->folders, &command->folder_count, value);
			continue;
		}
		value = command_value(argv, &i, "-D");
		if (value) {
			command_add(command->defined, &command->defined_count, value);
			continue;
		}
		value = command_value(argv, &i, "--output");
		if (!value)
			value = command_value(argv, &i, "-o");
		if (value)
			command->output = value;
		else if (*argv[i] == '-')
			command_die("there is no option '%s': 'qda-idl --help' lists them",
				    argv[i]);
		else
			command_add(command->files, &command->file_count, argv[i]);
	}
}

/* All files of a compilation, or what made it stop. */
static void command_write(struct compile *compile, const char *folder)
{
	for (const struct compile_output *o = compile->outputs; o; o = o->next) {
		const char *path = arena_printf(&compile->arena, "%s/%s", folder, o->name);
		FILE *file = fopen(path, "w");

		if (!file ||
		    fwrite(o->text.data, 1, o->text.size, file) != o->text.size ||
		    fclose(file))
			command_die("cannot write '%s': %s", path, strerror(errno));
	}
}

static bool command_compile(const struct command *command, const char *path)
{
	struct compile compile = {
		.files = {
			.read = command_read,
			.folders = command->folders,
			.folder_count = command->folder_count,
		},
		.path = path,
		.defined = command->defined,
		.defined_count = command->defined_count,
		.standard_types = command->standard_types,
		.header = !command->code_only && !command->nothing,
		.code = !command->header_only && !command->nothing,
	};
	bool ok = compile_run(&compile);

	if (compile.messages.size)
		fputs(compile.messages.data, stderr);
	if (ok)
		command_write(&compile, command->output ? command->output : ".");
	arena_free(&compile.arena);
	return ok;
}

int main(int argc, char **argv)
{
	struct command command = { 0 };
	bool ok = true;

	(void)argc;
	command_parse(&command, argv);
	if (command.header_only && command.code_only)
		command_die("-ho and -ro exclude each other");
	if (!command.file_count)
		command_die("which file? 'qda-idl --help' says more");
	for (size_t i = 0; i < command.file_count; i++)
		ok &= command_compile(&command, command.files[i]);
	return ok ? 0 : 1;
}
