// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Lines of a DSP's log. The virtual DSP's have one of these forms, which
 * testbed/vdsp/README.md explains; what has none of them, as a DSP of silicon
 * may print, is text only.
 *
 *	DSP pd CLIENT thread THREAD LEVEL FILE:LINE: TEXT
 *	DSP pd CLIENT (NAME) EVENT
 *	DSP lost COUNT lines
 */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log_line.h"

static const char *const log_line_levels[] = { "low", "medium", "high", "error", "fatal" };

#define LOG_LINE_LEVELS	((int)(sizeof(log_line_levels) / sizeof(log_line_levels[0])))

/**
 * log_line_level() - the number of a level
 * @name: low, medium, high, error or fatal
 *
 * Return: 0 to 4, or -1.
 */
int log_line_level(const char *name)
{
	for (int i = 0; i < LOG_LINE_LEVELS; i++) {
		if (!strcmp(log_line_levels[i], name))
			return i;
	}
	return -1;
}

/* The next word of @text, which moves behind it and the blank; false if it is too long. */
static bool log_line_word(const char **text, char *word, size_t size)
{
	size_t length = strcspn(*text, " ");

	if (!length || length >= size || (*text)[length] != ' ')
		return false;
	memcpy(word, *text, length);
	word[length] = '\0';
	*text += length + 1;
	return true;
}

static bool log_line_number(const char **text, const char *before, unsigned long *number)
{
	size_t length = strlen(before);
	char *end;

	if (strncmp(*text, before, length) || (*text)[length] < '0' || (*text)[length] > '9')
		return false;
	*number = strtoul(*text + length, &end, 10);
	if (*end != ' ')
		return false;
	*text = end + 1;
	return true;
}

/* "LEVEL FILE:LINE: TEXT"; the name of a file may have blanks and colons. */
static bool log_line_place(struct log_line *line, const char *text)
{
	char level[16];
	const char *end;

	if (!log_line_word(&text, level, sizeof(level)))
		return false;
	line->level = log_line_level(level);
	for (end = text; (end = strchr(end, ':')); end++) {
		char *after;

		line->number = strtoul(end + 1, &after, 10);
		if (after == end + 1 || after[0] != ':' || after[1] != ' ')
			continue;
		snprintf(line->file, sizeof(line->file), "%.*s", (int)(end - text), text);
		line->text = after + 2;
		return true;
	}
	return false;
}

/**
 * log_line_parse() - take a line apart
 * @line: where to put the parts
 * @whole: the line, which is kept
 */
void log_line_parse(struct log_line *line, const char *whole)
{
	const struct log_line none = { .whole = whole, .text = whole, .level = -1 };
	const char *text = whole, *end;

	*line = none;
	if (!log_line_word(&text, line->dsp, sizeof(line->dsp)) ||
	    !log_line_number(&text, "pd ", &line->pd)) {
		*line = none;
		return;
	}
	if (log_line_number(&text, "thread ", &line->thread)) {
		if (!log_line_place(line, text))
			line->text = text;
		return;
	}
	end = *text == '(' ? strstr(text, ") ") : NULL;
	line->text = end ? end + 2 : text;
	if (end)
		snprintf(line->name, sizeof(line->name), "%.*s", (int)(end - text - 1), text + 1);
}

/* A line of the record of a death, or that it was one. */
static bool log_line_is_crash(const struct log_line *line)
{
	if (line->name[0])
		return !strncmp(line->text, "ended: ", 7) &&
		       strcmp(line->text + 7, "released") && strcmp(line->text + 7, "exit");
	return line->level >= 3 && !strcmp(line->file, LOG_LINE_RECORD) && !line->number;
}

/**
 * log_line_wanted() - is it one of the lines that are asked for?
 * @line: the line
 * @filter: what is asked for
 *
 * Starts and ends of a process have no level: they are kept.
 */
bool log_line_wanted(const struct log_line *line, const struct log_filter *filter)
{
	if (filter->pd && line->pd != filter->pd)
		return false;
	if (filter->crash && !log_line_is_crash(line))
		return false;
	return filter->level < 0 || line->level >= filter->level || line->name[0];
}

/**
 * log_line_json() - print a line as a JSON object
 * @line: the line
 * @out: where to
 */
void log_line_json(const struct log_line *line, FILE *out)
{
	fputc('{', out);
	if (line->dsp[0]) {
		fputs("\"dsp\": ", out);
		json_string(out, line->dsp);
		fprintf(out, ", \"pd\": %lu, ", line->pd);
	}
	if (line->name[0]) {
		fputs("\"program\": ", out);
		json_string(out, line->name);
		fputs(", ", out);
	}
	if (line->level >= 0)
		fprintf(out, "\"thread\": %lu, \"level\": \"%s\", ", line->thread,
			log_line_levels[line->level]);
	if (line->file[0]) {
		fputs("\"file\": ", out);
		json_string(out, line->file);
		fprintf(out, ", \"line\": %lu, ", line->number);
	}
	fputs("\"text\": ", out);
	json_string(out, line->text);
	fputs("}\n", out);
}
