// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The C++ library on the DSP: containers, texts, threads, what each thread has of its own,
 * exceptions through many frames, out of callbacks and in threads.
 */
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <qda/skel.h>

namespace {

struct trouble : std::runtime_error {
	trouble(const std::string &what, int number) : std::runtime_error(what), number(number) {}
	int number;
};

int library_alive;

struct counted {
	counted() { library_alive++; }
	~counted() { library_alive--; }
};

int library_dive(int depth)
{
	counted here;
	std::string ballast(100, 'x');

	if (!depth)
		throw trouble("at the ground", 42);
	return library_dive(depth - 1) + static_cast<int>(ballast.size());
}

/* A callback that C's own code calls lies between: the frames are those of this library. */
void library_each(const std::function<void(int)> &function)
{
	for (int i = 0; i < 10; i++)
		function(i);
}

thread_local std::string library_own = "own";

int library_containers(void)
{
	std::vector<std::string> texts;
	std::unordered_map<std::string, int> places;
	std::set<int> odd;

	for (int i = 0; i < 1000; i++)
		texts.push_back(std::to_string(i * 7919 % 1000));
	std::sort(texts.begin(), texts.end());
	for (const std::string &text : texts)
		places[text] = std::stoi(text);
	for (const auto &[text, number] : places)
		if (number % 2)
			odd.insert(number);
	return texts[1] == "1" && texts.back() == "999" && places.size() == 1000 &&
	       odd.size() == 500 && *odd.rbegin() == 999;
}

int library_order(const void *left, const void *right)
{
	counted here;

	if (*static_cast<const int *>(left) == *static_cast<const int *>(right))
		throw trouble("twice", *static_cast<const int *>(left));
	return *static_cast<const int *>(left) - *static_cast<const int *>(right);
}

/* The DSP's own functions lie between. */
int library_c_callbacks(void)
{
	int numbers[] = {9, 2, 7, 4, 7, 1, 3}, sorted[] = {1, 3, 5, 7, 9}, caught = 0;

	try {
		std::qsort(numbers, 7, sizeof(*numbers), library_order);
	} catch (const trouble &error) {
		caught += error.number == 7;
	}
	try {
		std::bsearch(&sorted[3], sorted, 5, sizeof(*sorted), library_order);
	} catch (const trouble &error) {
		caught += error.number == 7;
	}
	return caught;
}

int library_exceptions(void)
{
	int caught = 0;

	try {
		library_dive(20);
	} catch (const std::logic_error &) {
		caught = -100;
	} catch (const trouble &error) {
		caught += error.number == 42 && std::string(error.what()) == "at the ground";
	}
	try {
		library_each([](int i) {
			counted here;

			if (i == 5)
				throw i;
		});
	} catch (int i) {
		caught += i == 5;
	}
	try {
		try {
			std::vector<int>(3).at(3) = 1;
		} catch (const std::out_of_range &) {
			caught++;
			throw;
		}
	} catch (const std::exception &) {
		caught++;
	}
	return caught == 4 && library_c_callbacks() == 2 && !library_alive;
}

int library_threads(void)
{
	std::vector<std::thread> threads;
	std::mutex mutex;
	int sum = 0, own = 0;

	for (int i = 0; i < 8; i++)
		threads.emplace_back([&, i] {
			int add = i;

			try {
				if (i % 2)
					throw trouble("odd", 100 * i);
			} catch (const trouble &error) {
				add = error.number;
			}
			library_own += std::to_string(i);
			std::lock_guard<std::mutex> guard(mutex);
			sum += add;
			own += library_own == "own" + std::to_string(i);
		});
	for (std::thread &thread : threads)
		thread.join();
	return sum == 2 + 4 + 6 + 100 * (1 + 3 + 5 + 7) && own == 8 && library_own == "own";
}

int library_futures(void)
{
	std::mutex mutex;
	std::condition_variable condition;
	auto late = std::async(std::launch::async, [] { return 6 * 7; });
	auto bad = std::async(std::launch::async, []() -> int { throw trouble("later", 7); });
	int got = late.get(), number = 0;
	std::unique_lock<std::mutex> lock(mutex);

	try {
		bad.get();
	} catch (const trouble &error) {
		number = error.number;
	}
	return got == 42 && number == 7 &&
	       condition.wait_for(lock, std::chrono::milliseconds(20)) == std::cv_status::timeout;
}

int library_run(void *, struct skel_arg *, struct skel_arg *out)
{
	auto *results = static_cast<int32_t *>(out[0].data);

	results[0] = library_containers();
	results[1] = library_exceptions();
	results[2] = library_threads();
	results[3] = library_futures();
	std::printf("%s\n", "from the C++ library");
	return 0;
}

}

#define LIBRARY_METHODS(METHOD)	METHOD(2, library_run, "run out:i32[4]")

SKEL(library, LIBRARY_METHODS);
