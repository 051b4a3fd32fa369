// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: preprocessor
 *
 * What lines that begin with # do: #include, #define NAME, #undef, #ifdef,
 * #ifndef, #else, #endif, #pragma once. Names are defined or not; they have no
 * value, and nothing is ever replaced.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "parse/builtin.h"
#include "parse/preprocess.h"

#define PREPROCESS_DEPTH_MAX	50

/**
 * struct preprocess_condition - an #ifdef or #ifndef that is open
 */
struct preprocess_condition {
	/** @outer: the one around it */
	struct preprocess_condition *outer;
	/** @span: the directive */
	struct span span;
	/** @holds: what comes now counts */
	bool holds;
	/** @has_else: there was an #else */
	bool has_else;
};

/**
 * struct preprocess_line - a directive
 */
struct preprocess_line {
	/** @span: from its # to the end of the line */
	struct span span;
	/** @word: what is behind the # */
	const char *word;
	/** @rest: what is behind that, without blanks around and without a comment */
	const char *rest;
};

/**
 * preprocess_begin() - go on with a file
 * @input: for what
 * @source: the file
 */
void preprocess_begin(struct preprocess *input, struct source *source)
{
	struct preprocess_frame *frame = arena_alloc(input->arena, sizeof(*frame));

	frame->below = input->frame;
	frame->source = source;
	frame->fresh = true;
	input->frame = frame;
}

/**
 * preprocess_end_of_file() - go on with the file that includes this one
 */
void preprocess_end_of_file(struct preprocess *input)
{
	if (input->frame->conditions)
		report_fatal(input->report, input->frame->conditions->span,
			     "this line has no #endif");
	input->frame = input->frame->below;
}

/**
 * preprocess_skips() - does an #ifdef say that what comes does not count?
 */
bool preprocess_skips(const struct preprocess *input)
{
	const struct preprocess_condition *condition;

	for (condition = input->frame->conditions; condition; condition = condition->outer)
		if (!condition->holds)
			return true;
	return false;
}

/**
 * preprocess_define() - define a name
 */
void preprocess_define(struct preprocess *input, const char *name)
{
	bool *defined = table_get(&input->defined, name);

	if (!defined) {
		defined = arena_alloc(input->arena, sizeof(*defined));
		table_add(&input->defined, name, defined);
	}
	*defined = true;
}

/* Takes the line: its end is where the file goes on. */
static void preprocess_take_line(struct preprocess *input, struct preprocess_line *line)
{
	struct preprocess_frame *frame = input->frame;
	const char *start = frame->source->text + frame->at;
	const char *word = start + 1, *rest, *end, *comment;

	end = memchr(start, '\n', frame->source->size - frame->at);
	if (!end)
		end = frame->source->text + frame->source->size;
	line->span = (struct span){ frame->source, frame->at,
				    frame->at + (size_t)(end - start) };
	frame->at = line->span.end;
	while (*word == ' ' || *word == '\t')
		word++;
	for (rest = word; rest < end && isalpha((unsigned char)*rest);)
		rest++;
	line->word = arena_copy(input->arena, word, (size_t)(rest - word));
	line->rest = arena_copy(input->arena, rest, (size_t)(end - rest));
	comment = strstr(line->rest, "//");
	if (!comment || (strstr(line->rest, "/*") && strstr(line->rest, "/*") < comment))
		comment = strstr(line->rest, "/*");
	rest = line->rest;
	end = comment && *line->word != 'i' ? comment : rest + strlen(rest);
	while (isspace((unsigned char)*rest))
		rest++;
	while (end > rest && isspace((unsigned char)end[-1]))
		end--;
	line->rest = arena_copy(input->arena, rest, (size_t)(end - rest));
	while (line->span.end > line->span.start + 1 &&
	       isspace((unsigned char)frame->source->text[line->span.end - 1]))
		line->span.end--;
}

/* The name behind #define, #ifdef and so on. */
static const char *preprocess_name(struct preprocess *input, const struct preprocess_line *line,
				   const char **behind)
{
	const char *end = line->rest;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	if (end == line->rest || isdigit((unsigned char)*line->rest))
		report_fatal(input->report, line->span, "#%s needs a name", line->word);
	*behind = end;
	return arena_copy(input->arena, line->rest, (size_t)(end - line->rest));
}

static void preprocess_define_line(struct preprocess *input, const struct preprocess_line *line)
{
	const char *behind, *name = preprocess_name(input, line, &behind);

	preprocess_define(input, name);
	if (*behind)
		report_warning(input->report, line->span,
			       "this says that '%s' is defined, and gives it no value: "
			       "for a value write 'const long %s = ...;'", name, name);
}

static void preprocess_undef_line(struct preprocess *input, const struct preprocess_line *line)
{
	const char *behind, *name = preprocess_name(input, line, &behind);
	bool *defined = table_get(&input->defined, name);

	if (defined)
		*defined = false;
}

static void preprocess_if_line(struct preprocess *input, const struct preprocess_line *line)
{
	struct preprocess_condition *condition = arena_alloc(input->arena, sizeof(*condition));
	const char *behind, *name = preprocess_name(input, line, &behind);
	const bool *defined = table_get(&input->defined, name);

	condition->outer = input->frame->conditions;
	condition->span = line->span;
	condition->holds = (defined && *defined) == !strcasecmp(line->word, "ifdef");
	input->frame->conditions = condition;
}

static void preprocess_else_line(struct preprocess *input, const struct preprocess_line *line)
{
	struct preprocess_condition *condition = input->frame->conditions;

	if (!condition || condition->has_else)
		report_fatal(input->report, line->span, "this #else has no #ifdef");
	condition->has_else = true;
	condition->holds = !condition->holds;
}

static void preprocess_endif_line(struct preprocess *input, const struct preprocess_line *line)
{
	if (!input->frame->conditions)
		report_fatal(input->report, line->span, "this #endif has no #ifdef");
	input->frame->conditions = input->frame->conditions->outer;
}

/* Reads the file of a name from where it may lie; NULL: nowhere. */
static struct source *preprocess_read(struct preprocess *input, const char *name, bool quoted)
{
	const struct files *files = input->files;
	struct source *source = arena_alloc(input->arena, sizeof(*source));
	const char *path = input->frame->source->path, *slash = strrchr(path, '/');

	source->path = name;
	if (quoted && *name != '/' && slash)
		source->path = arena_printf(input->arena, "%.*s/%s", (int)(slash - path), path,
					    name);
	if ((quoted || *name == '/') &&
	    files->read(files->context, input->arena, source->path, &source->text, &source->size))
		return source;
	for (size_t i = 0; i < files->folder_count && *name != '/'; i++) {
		source->path = arena_printf(input->arena, "%s/%s", files->folders[i], name);
		if (files->read(files->context, input->arena, source->path, &source->text,
				&source->size))
			return source;
	}
	source->path = arena_printf(input->arena, "<%s>", name);
	source->text = builtin_file(name);
	source->size = source->text ? strlen(source->text) : 0;
	return source->text ? source : NULL;
}

static void preprocess_note_include(struct preprocess *input, const char *name)
{
	struct preprocess_include **last = &input->includes;

	while (*last)
		last = &(*last)->next;
	*last = arena_alloc(input->arena, sizeof(**last));
	(*last)->name = name;
	(*last)->direct = !input->frame->below;
}

static void preprocess_include_line(struct preprocess *input, const struct preprocess_line *line)
{
	char open = *line->rest, close = open == '<' ? '>' : '"';
	const char *end = open == '"' || open == '<' ? strchr(line->rest + 1, close) : NULL;
	struct source *source;
	unsigned int depth = 0;
	const char *name;

	if (!end || end == line->rest + 1)
		report_fatal(input->report, line->span,
			     "#include needs a file's name between quotes, or between < and >");
	name = arena_copy(input->arena, line->rest + 1, (size_t)(end - line->rest - 1));
	for (const struct preprocess_frame *f = input->frame; f; f = f->below)
		depth++;
	if (depth > PREPROCESS_DEPTH_MAX)
		report_fatal(input->report, line->span,
			     "files include each other %u times: a file that includes itself?",
			     depth);
	source = preprocess_read(input, name, open == '"');
	if (!source)
		report_fatal(input->report, line->span, "there is no file '%s'%s", name,
			     input->files->folder_count ? "" : "; -I FOLDER says where else to look");
	source->includer = input->frame->source;
	source->at = line->span.start;
	source->in_body = input->depth > 0 || input->frame->source->in_body;
	if (!source->in_body)
		preprocess_note_include(input, name);
	/* Outside of braces, a second time could only declare everything twice. */
	if (table_get(&input->seen, source->path))
		return;
	if (!source->in_body)
		table_add(&input->seen, source->path, source);
	preprocess_begin(input, source);
}

static void preprocess_pragma_line(struct preprocess *input, const struct preprocess_line *line)
{
	if (!strcmp(line->rest, "once"))
		table_add(&input->seen, input->frame->source->path, input->frame->source);
}

/**
 * preprocess_directive() - do what a line says
 * @input: it is at the # of this line
 */
void preprocess_directive(struct preprocess *input)
{
	static const struct {
		const char *word;
		void (*run)(struct preprocess *input, const struct preprocess_line *line);
		bool always;	/* also where nothing counts */
	} directives[] = {
		{ "define", preprocess_define_line, false },
		{ "else", preprocess_else_line, true },
		{ "endif", preprocess_endif_line, true },
		{ "ifdef", preprocess_if_line, true },
		{ "ifndef", preprocess_if_line, true },
		{ "include", preprocess_include_line, false },
		{ "pragma", preprocess_pragma_line, false },
		{ "undef", preprocess_undef_line, false },
	};
	struct preprocess_line line;
	bool skips = preprocess_skips(input);

	preprocess_take_line(input, &line);
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		if (strcasecmp(directives[i].word, line.word))
			continue;
		if (!skips || directives[i].always)
			directives[i].run(input, &line);
		return;
	}
	if (skips && strncasecmp(line.word, "if", 2))
		return;
	report_fatal(input->report, line.span, "there is no #%s here: only #include, #define, "
		     "#undef, #ifdef, #ifndef, #else, #endif and #pragma once", line.word);
}
