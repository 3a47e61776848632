#!/usr/bin/env bash
# Print the formula for Homebrew, with the sums of the archives that are there.
#
#   scripts/dist/formula.sh VERSION FOLDER
set -euo pipefail
version=$1 folder=$2

# print_archive prints the address and the sum of a platform's archive.
print_archive() {
    local name=trailq_$1_$2.tar.gz
    [ -f "$folder/$name" ] || return 0
    cat <<TEXT
    on_$3 do
      url "https://github.com/trailq/trailq/releases/download/v$version/$name"
      sha256 "$(sha256sum "$folder/$name" | cut -d ' ' -f 1)"
    end
TEXT
}

cat <<TEXT
class Trailq < Formula
  desc "Answers from AWS CloudTrail logs where they lie: events, costs, callers, SQL"
  homepage "https://github.com/trailq/trailq"
  version "$version"
  license "Apache-2.0"

  on_macos do
$(print_archive darwin arm64 arm)
$(print_archive darwin amd64 intel)
  end

  on_linux do
$(print_archive linux arm64 arm)
$(print_archive linux amd64 intel)
  end

  def install
    bin.install "trailq"
    man1.install Dir["man/*"]
    bash_completion.install "completions/trailq.bash" => "trailq"
    zsh_completion.install "completions/_trailq"
    fish_completion.install "completions/trailq.fish"
    doc.install "README.md", "CHANGELOG.md", "THIRD_PARTY_NOTICES"
  end

  test do
    (testpath/"a.json").write '{"Records":[{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}]}'
    assert_match "GetObject", shell_output("#{bin}/trailq top a.json -o csv --summary none")
  end
end
TEXT
