// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: Plots
 *
 * Small SVG files, drawn with lines, bars and words: any browser shows them, and a diff
 * shows what has changed. Axes are logarithmic where a decade matters more than a step.
 */
#include <math.h>
#include <string.h>

#include "report/write.h"

#define PLOT_WIDTH	760.0
#define PLOT_HEIGHT	400.0
#define PLOT_LEFT	90.0
#define PLOT_RIGHT	20.0
#define PLOT_TOP	40.0
#define PLOT_BOTTOM	50.0
#define PLOT_LENGTH(a)	(sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *driver, *name, *colour;
} plot_drivers[] = {
	{ "Q", "Q, qda", "#1b6ca8" },
	{ "L", "L, qda's legacy face", "#e08e0b" },
	{ "F", "F, fastrpc.ko", "#b3261e" },
	{ "P", "P, a bare message", "#5f6368" },
};

static const char *const plot_phase_colours[PHASES] = {
	"#1b6ca8", "#0b3c5d", "#6fa8dc", "#93c47d", "#e08e0b", "#b3261e",
	"#8e7cc3", "#f6b26b", "#76a5af", "#bdbdbd", "#eeeeee",
};

/* What an axis shows: from, to, and whether by powers. */
struct plot_axis {
	double from;
	double to;
	int logarithmic;
};

static double plot_part(const struct plot_axis *axis, double value)
{
	if (axis->logarithmic)
		return log(value / axis->from) / log(axis->to / axis->from);
	return (value - axis->from) / (axis->to - axis->from);
}

static double plot_x(const struct plot_axis *axis, double value)
{
	return PLOT_LEFT + plot_part(axis, value) * (PLOT_WIDTH - PLOT_LEFT - PLOT_RIGHT);
}

static double plot_y(const struct plot_axis *axis, double value)
{
	return PLOT_HEIGHT - PLOT_BOTTOM -
	       plot_part(axis, value) * (PLOT_HEIGHT - PLOT_TOP - PLOT_BOTTOM);
}

static void plot_begin(const char *title, FILE *out)
{
	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
		"font-family=\"sans-serif\" font-size=\"12\">\n"
		"<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
		"<text x=\"%.0f\" y=\"20\" font-size=\"14\">%s</text>\n",
		PLOT_WIDTH, PLOT_HEIGHT, PLOT_LEFT, title);
}

static void plot_end(FILE *out)
{
	fprintf(out, "</svg>\n");
}

static void plot_text(FILE *out, double x, double y, const char *anchor, const char *text)
{
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor,
		text);
}

/* A number as people write it: 16, 64K, 1M. @unit is 1000 or 1024. */
static void plot_number(double value, double unit, char *text, size_t size)
{
	if (value >= unit * unit)
		snprintf(text, size, "%gM", value / (unit * unit));
	else if (value >= unit)
		snprintf(text, size, "%gK", value / unit);
	else
		snprintf(text, size, "%g", value);
}

static void plot_grid_y(const struct plot_axis *y, const char *label, FILE *out)
{
	double step = y->logarithmic ? 10 : (y->to - y->from) / 5;
	char text[32];

	for (double v = y->from; v <= y->to * 1.0001;
	     v = y->logarithmic ? v * step : v + step) {
		fprintf(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" "
			"stroke=\"#ddd\"/>\n", PLOT_LEFT, PLOT_WIDTH - PLOT_RIGHT, plot_y(y, v),
			plot_y(y, v));
		plot_number(v, 1000, text, sizeof(text));
		plot_text(out, PLOT_LEFT - 6, plot_y(y, v) + 4, "end", text);
	}
	fprintf(out, "<text transform=\"translate(18 %.0f) rotate(-90)\" "
		"text-anchor=\"middle\">%s</text>\n", PLOT_HEIGHT / 2, label);
}

static void plot_grid_x(const struct plot_axis *x, double factor, double unit, const char *label,
			FILE *out)
{
	char text[32];

	for (double v = x->from; v <= x->to * 1.0001; v *= factor) {
		fprintf(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" "
			"stroke=\"#ddd\"/>\n", plot_x(x, v), plot_x(x, v), PLOT_TOP,
			PLOT_HEIGHT - PLOT_BOTTOM);
		plot_number(v, unit, text, sizeof(text));
		plot_text(out, plot_x(x, v), PLOT_HEIGHT - PLOT_BOTTOM + 16, "middle", text);
	}
	plot_text(out, PLOT_LEFT + (PLOT_WIDTH - PLOT_LEFT - PLOT_RIGHT) / 2, PLOT_HEIGHT - 12,
		  "middle", label);
}

static void plot_legend(size_t index, const char *colour, const char *name, FILE *out)
{
	double y = PLOT_TOP + 14 + 18 * (double)index;

	fprintf(out, "<rect x=\"%.0f\" y=\"%.0f\" width=\"12\" height=\"12\" fill=\"%s\"/>\n",
		PLOT_LEFT + 12, y - 10, colour);
	plot_text(out, PLOT_LEFT + 30, y, "start", name);
}

/* The share of calls that took at most so long, one line a driver. */
void plot_latency(const struct results *r, const char *point, FILE *out)
{
	struct plot_axis x = { 100, 100000, 1 }, y = { 0, 100, 0 };

	plot_begin("An empty call: share of calls that took at most so long", out);
	plot_grid_y(&y, "per cent", out);
	plot_grid_x(&x, 10, 1000, "microseconds (emulated board)", out);
	for (size_t d = 0; d < PLOT_LENGTH(plot_drivers); d++) {
		const struct result *result = results_find(r, plot_drivers[d].driver, point);

		if (!result || !result->time_count)
			continue;
		fprintf(out, "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"",
			plot_drivers[d].colour);
		for (int p = 0; p < 100; p++)
			fprintf(out, "%.1f,%.1f ",
				plot_x(&x, fmin(fmax((double)result_percentile(result, p) / 1000,
						     x.from), x.to)), plot_y(&y, p));
		fprintf(out, "\"/>\n");
		plot_legend(d, plot_drivers[d].colour, plot_drivers[d].name, out);
	}
	plot_end(out);
}

/* A bar a driver, in parts. */
void plot_phases(const struct results *r, const char *point, FILE *out)
{
	struct plot_axis x = { 0, 1, 0 };
	double most = 1;

	for (size_t d = 0; d < PLOT_LENGTH(plot_drivers); d++) {
		const struct result *result = results_find(r, plot_drivers[d].driver, point);

		if (result)
			most = fmax(most, result_instructions(result));
	}
	x.to = most * 1.15;
	plot_begin("An empty call: guest instructions by phase", out);
	for (size_t d = 0; d < PLOT_LENGTH(plot_drivers); d++) {
		const struct result *result = results_find(r, plot_drivers[d].driver, point);
		double y = PLOT_TOP + 10 + 62 * (double)d, sum = 0;
		char text[32];

		for (int phase = 0; result && phase < PHASE_NOISE; phase++) {
			fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"44\" "
				"fill=\"%s\"><title>%s: %.0f</title></rect>\n", plot_x(&x, sum), y,
				plot_x(&x, result->phases[phase]) - plot_x(&x, 0),
				plot_phase_colours[phase], phase_names[phase],
				result->phases[phase]);
			sum += result->phases[phase];
		}
		snprintf(text, sizeof(text), "%.0f", sum);
		plot_text(out, PLOT_LEFT - 8, y + 27, "end", plot_drivers[d].driver);
		plot_text(out, plot_x(&x, sum) + 6, y + 27, "start", text);
	}
	for (int phase = 0; phase < PHASE_NOISE; phase++) {
		double left = PLOT_LEFT + 130.0 * (phase % 5);
		double top = PLOT_HEIGHT - 58 + 22.0 * (phase / 5);

		fprintf(out, "<rect x=\"%.0f\" y=\"%.0f\" width=\"12\" height=\"12\" "
			"fill=\"%s\"/>\n", left, top, plot_phase_colours[phase]);
		plot_text(out, left + 17, top + 10, "start", phase_names[phase]);
	}
	plot_end(out);
}

/* One line a driver through the points of @names at the values @at. */
static void plot_lines(const struct results *r, const char *const *names, const double *at,
		       size_t count, const struct plot_axis *x, const struct plot_axis *y,
		       FILE *out)
{
	for (size_t d = 0; d < PLOT_LENGTH(plot_drivers); d++) {
		int points = 0;

		fprintf(out, "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"",
			plot_drivers[d].colour);
		for (size_t i = 0; i < count; i++) {
			const struct result *result = results_find(r, plot_drivers[d].driver,
								   names[i]);

			if (!result || !result->calls)
				continue;
			points++;
			fprintf(out, "%.1f,%.1f ", plot_x(x, at[i]),
				plot_y(y, fmin(fmax(result_instructions(result), y->from), y->to)));
		}
		fprintf(out, "\"/>\n");
		if (points)
			plot_legend(d, plot_drivers[d].colour, plot_drivers[d].name, out);
	}
}

void plot_sizes(const struct results *r, FILE *out)
{
	static const char *const names[] = {
		"in-256", "in-1K", "inbuf-32K", "inbuf-64K", "inbuf-128K", "inbuf-1M", "inbuf-4M",
		"inbuf-16M",
	};
	static const double at[] = {
		256, 1024, 32768, 65536, 131072, 1 << 20, 4 << 20, 16 << 20,
	};
	struct plot_axis x = { 256, 16 << 20, 1 }, y = { 10000, 10000000, 1 };

	plot_begin("Bytes copied to the DSP: guest instructions per call", out);
	plot_grid_y(&y, "instructions", out);
	plot_grid_x(&x, 4, 1024, "bytes", out);
	plot_lines(r, names, at, PLOT_LENGTH(names), &x, &y, out);
	plot_end(out);
}

void plot_depth(const struct results *r, FILE *out)
{
	static const char *const names[] = { "noop", "depth-8", "depth-63" };
	static const double at[] = { 1, 8, 63 };
	struct plot_axis x = { 1, 64, 1 }, y = { 0, 60000, 0 };

	plot_begin("Calls in flight: guest instructions per call", out);
	plot_grid_y(&y, "instructions", out);
	plot_grid_x(&x, 2, 1024, "calls in flight", out);
	plot_lines(r, names, at, PLOT_LENGTH(names), &x, &y, out);
	plot_end(out);
}
