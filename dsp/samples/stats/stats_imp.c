// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's side of stats.idl: its methods.
 */
#include <string.h>

#include "AEEStdErr.h"
#include "HAP_farf.h"
#include "stats.h"

int stats_open(const char *uri, remote_handle64 *handle)
{
	FARF(ALWAYS, "%s", uri);
	*handle = 0;
	return AEE_SUCCESS;
}

int stats_close(remote_handle64 handle)
{
	return AEE_SUCCESS;
}

int stats_describe(remote_handle64 h, const float *values, int valuesLen, stats_summary *summary)
{
	bool rises = true, falls = true;
	double sum = 0;

	if (!valuesLen)
		return AEE_EBADPARM;
	summary->least = summary->greatest = values[0];
	summary->whole = true;
	for (int i = 0; i < valuesLen; i++) {
		if (values[i] < summary->least)
			summary->least = values[i];
		if (values[i] > summary->greatest)
			summary->greatest = values[i];
		if (values[i] != (float)(int)values[i])
			summary->whole = false;
		rises &= !i || values[i] > values[i - 1];
		falls &= !i || values[i] < values[i - 1];
		sum += values[i];
	}
	summary->mean = sum / valuesLen;
	summary->trend = rises == falls ? STATS_MIXED : rises ? STATS_RISING : STATS_FALLING;
	return AEE_SUCCESS;
}

int stats_scale(remote_handle64 h, float *values, int valuesLen, float factor)
{
	for (int i = 0; i < valuesLen; i++)
		values[i] *= factor;
	return AEE_SUCCESS;
}

int stats_compare(remote_handle64 h, const stats_series *series, int seriesLen,
		  stats_summary *summaries, int summariesLen, char *greatest, int greatestLen)
{
	int best = 0;

	if (!seriesLen || summariesLen != seriesLen)
		return AEE_EBADPARM;
	for (int i = 0; i < seriesLen; i++) {
		int result = stats_describe(h, series[i].values, series[i].valuesLen,
					    &summaries[i]);

		if (result)
			return result;
		if (summaries[i].mean > summaries[best].mean)
			best = i;
	}
	if (series[best].nameLen > greatestLen)
		return AEE_EBUFFERTOOSMALL;
	memcpy(greatest, series[best].name, (size_t)series[best].nameLen);
	return AEE_SUCCESS;
}
