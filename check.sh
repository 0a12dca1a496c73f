#!/usr/bin/env bash
# Restores, builds (warnings are errors), runs the quick start and tests everything. Needs the .NET SDK; what the GPU tests need beyond it is
# installed where that is possible. The last line is "N passed, N failed", with ", N skipped" where tests were skipped. The exit
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

# Installs what GPU tests need, where it may: as root with apt-get (on a CI machine also by sudo without a password). Elsewhere it says what is
# missing; the tests that need it are then skipped, with their reason. They need a Vulkan driver (Mesa's software device, where there is no
# GPU), the validation layer, and a compiler from HLSL to SPIR-V.
gpu_tools() {
  [[ $(uname) == Linux ]] || { echo "GPU tests need a Vulkan driver, the Vulkan SDK's validation layer and glslangValidator; what is missing skips them"; return 0; }

  local missing=() as_root=()
  command -v glslangValidator >/dev/null || missing+=(glslang-tools)
  command -v spirv-val >/dev/null || missing+=(spirv-tools)
  # Not grep -q, which would end before ldconfig has written everything, and make it fail.
  { PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep libvulkan.so.1; } >/dev/null 2>&1 || missing+=(libvulkan1)
  compgen -G '/usr/share/vulkan/icd.d/*.json' >/dev/null || compgen -G '/etc/vulkan/icd.d/*.json' >/dev/null || missing+=(mesa-vulkan-drivers)
  compgen -G '/usr/share/vulkan/explicit_layer.d/*validation*.json' >/dev/null || missing+=(vulkan-validationlayers)
  ((${#missing[@]} > 0)) || return 0

  if [[ $(id -u) != 0 ]]; then
    [[ ${CI:-} == true ]] && command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
  fi
  if command -v apt-get >/dev/null && { [[ $(id -u) == 0 ]] || ((${#as_root[@]} > 0)); }; then
    echo "installing ${missing[*]}"
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "missing, and not to be installed from here: ${missing[*]}; tests that need them will be skipped" >&2
  fi
}

step "tools of the GPU tests"
# Without network they cannot be installed; strict mode notices the tests that are skipped then.
gpu_tools || echo "the tools could not be installed" >&2

step "restore and build"
dotnet restore TensorDsl.sln
# The compiler server would outlive this script.
dotnet build TensorDsl.sln -c "$configuration" --no-restore -p:UseSharedCompilation=false

step "quick start"
dotnet run -c "$configuration" --no-build --project samples/Quickstart || failures+=("the quick start ended with exit code $?")

step "search"
dotnet run -c "$configuration" --no-build --project samples/Search -- king paris || failures+=("the search ended with exit code $?")

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
