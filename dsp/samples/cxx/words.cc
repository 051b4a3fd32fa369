// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * With the C++ library: which word of a text is there most often. An exception is caught
 * where C begins: a method returns a number.
 */
#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <qda/farf.h>
#include <qda/skel.h>

namespace {

using tally = std::pair<std::string, uint32_t>;

std::vector<tally> words_count(std::string_view text)
{
	std::map<std::string, uint32_t> counts;
	std::string word;

	for (char c : text) {
		if (std::isalpha(static_cast<unsigned char>(c))) {
			word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
		} else if (!word.empty()) {
			counts[word]++;
			word.clear();
		}
	}
	if (!word.empty())
		counts[word]++;
	if (counts.empty())
		throw std::invalid_argument("a text without words");
	return {counts.begin(), counts.end()};
}

int words_most(void *, struct skel_arg *in, struct skel_arg *out)
try {
	std::vector<tally> words = words_count(static_cast<const char *>(in[0].data));
	auto most = std::max_element(words.begin(), words.end(),
		[](const tally &a, const tally &b) { return a.second < b.second; });
	auto *word = static_cast<char *>(out[1].data);

	if (most->first.size() >= out[1].size)
		throw std::length_error("no room for " + most->first);
	*static_cast<uint32_t *>(out[0].data) = most->second;
	std::fill_n(word, out[1].size, '\0');
	std::copy(most->first.begin(), most->first.end(), word);
	return 0;
} catch (const std::exception &error) {
	FARF(ERROR, "%s", error.what());
	return SKEL_EBADPARM;
}

}

#define WORDS_METHODS(METHOD) \
	METHOD(2, words_most, "most in:str:text out:u32:times out:str:word")

SKEL(words, WORDS_METHODS);
