#!/usr/bin/env bash
# Restores, builds (warnings are errors), runs the quick start and tests everything. Needs the .NET SDK; what the GPU tests need beyond it is
# installed where that is possible (.ci/gpu-tools). The last line is "N passed, N failed", with ", N skipped" where tests were skipped. The exit
# code is 0 only if all of it went well.
#
#   TENSORDSL_STRICT=1       also fails on a skipped test: what CI runs may not leave out a test for a component that is missing
#   TENSORDSL_FIXTURES=DIR   reads the reference cases of the loss library from DIR
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
configuration=Release
results=artifacts/test-results
strict=${TENSORDSL_STRICT:-0}
failures=()

step() { printf '\n== %s\n' "$*"; }

# The sum of one counter over the result files, whose element is <Counters total="12" executed="12" passed="12" failed="0" ... />.
total() {
  local files=("$results"/*.trx)
  [[ -e ${files[0]} ]] || { echo 0; return; }
  sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "${files[@]}" | awk '{ sum += $1 } END { print sum + 0 }'
}

step "tools of the GPU tests"
# Without network they cannot be installed; strict mode notices the tests that are skipped then.
.ci/gpu-tools || echo "the tools could not be installed" >&2

step "restore and build"
dotnet restore TensorDsl.sln
# The compiler server would outlive this script.
dotnet build TensorDsl.sln -c "$configuration" --no-restore -p:UseSharedCompilation=false

step "quick start"
dotnet run -c "$configuration" --no-build --project samples/Quickstart || failures+=("the quick start ended with exit code $?")

step "GPU sample"
# Without a device it says why, and that is no failure.
dotnet run -c "$configuration" --no-build --project samples/GpuApp || failures+=("the GPU sample ended with exit code $?")

step "tests"
rm -rf "$results"
# One project after another, each with a result file of its own name: files that are named by the second could meet. A test host that crashes
# writes no file, but dotnet test says so.
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  dotnet test "$project" -c "$configuration" --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    || failures+=("$name: dotnet test ended with exit code $?")
  [[ -e $results/$name.trx ]] || failures+=("$name: no results")
done

passed=$(total passed)
failed=$(total failed)
skipped=$(($(total total) - $(total executed)))
((passed > 0)) || failures+=("no test ran")
((skipped == 0)) || [[ $strict != 1 ]] || failures+=("$skipped tests were skipped")

echo
for failure in ${failures[@]+"${failures[@]}"}; do echo "check.sh: $failure" >&2; done
summary="$passed passed, $failed failed"
((skipped == 0)) || summary+=", $skipped skipped"
echo "$summary"
((${#failures[@]} == 0 && failed == 0))
